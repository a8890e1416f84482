import Evidence
import Glibc

/// Reads the heap of a Java virtual machine from the performance data that HotSpot writes by itself.
///
/// Nothing is put into the client and nothing is asked of it: the file is there unless an option keeps it away. It is
/// read, not mapped, because a mapped file that is cut short ends its reader.
final class JavaHeapReader {
    /// Why a process that executes something else gives no reading.
    static let isNoJava = ForeignRuntime.noJava

    /// In so many readings a file that is not complete is that of a machine which is starting.
    private static let mostEarly = 20

    private let pid: Int32
    private var path: String?
    private var early = 0
    private var settling = CollectionSettling()
    private var explained: (command: String, reason: String)?
    /// Working memory for the file, made when there is one.
    private var buffer = UnsafeMutableRawBufferPointer(start: nil, count: 0)

    /// A reader for process `pid`.
    init(pid: Int32) { self.pid = pid }

    deinit { buffer.deallocate() }

    /// The reading of now. `command` is the process's name, which changes when it executes another program.
    func read(command: String) -> Reading<JavaHeap> {
        if let explained, explained.command == command { return .unavailable(explained.reason) }
        guard let path = path ?? JavaFiles.performanceData(of: pid) else { return .unavailable(explanation(command)) }
        switch content(path) {
        case .failure(let error):
            self.path = nil
            return .unavailable("its performance data cannot be read: \(sentence(ofError: error.number))")
        case .success(let bytes):
            do throws(PerformanceDataError) {
                guard var heap = JavaHeap(try PerformanceData(bytes)) else {
                    return .unavailable("its performance data tells of no heap")
                }
                self.path = path
                heap.afterBytes = settling.note(collections: heap.collections, bytes: heap.afterBytes ?? 0)
                return .value(heap)
            } catch {
                // A machine makes its file first and fills it while it starts.
                early += 1
                return error == .notComplete && early <= Self.mostEarly ? .notDue : .unavailable(error.reason)
            }
        }
    }

    private func content(_ path: String) -> Result<UnsafeRawBufferPointer, ProcError> {
        // Not blocking: something else under that name, a FIFO for example, must not hold the sampler up.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard descriptor >= 0 else { return .failure(ProcError(number: errno)) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return .failure(ProcError(number: errno)) }
        let size = min(Int(status.st_size), PerformanceData.mostBytes)
        if buffer.count < size {
            buffer.deallocate()
            buffer = .allocate(byteCount: size, alignment: 16)
        }
        var count = 0
        while count < buffer.count {
            let got = Glibc.read(descriptor, buffer.baseAddress! + count, buffer.count - count)
            guard got >= 0 else { return .failure(ProcError(number: errno)) }
            if got == 0 { break }
            count += got
        }
        return .success(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
    }

    private func explanation(_ command: String) -> String {
        guard let (runtime, _) = ProgramRuntime.ofProcess(pid) else { return "its program file cannot be read" }
        // A machine that is just starting makes its file soon; what is no Java stays so until it executes another.
        guard runtime == .jvm else {
            explained = (command, Self.isNoJava)
            return Self.isNoJava
        }
        if let option = JavaFiles.optionAgainstIt(pid) {
            explained = (command, "\(option) keeps its performance data away")
            return "\(option) keeps its performance data away"
        }
        return "there is no performance data of it below /tmp/hsperfdata_*: it is just starting, cannot write there, "
            + "or is no HotSpot"
    }
}
