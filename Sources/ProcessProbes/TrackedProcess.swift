import CLinux
import Evidence
import Glibc

/// A process that the sampler follows: its /proc directory is held open, so that a later process with the same number
/// cannot be mistaken for it (reads through the directory then fail with ESRCH).
final class TrackedProcess {
    /// Which process.
    let identity: ProcessKey
    /// Its open /proc/PID.
    let directory: Int32
    /// Its name, read anew in each sample because exec changes it.
    var command: String
    /// Threads in the last sample, to know whether one children file tells all.
    var threads = 1
    /// Descriptors in the last sample.
    var lastDescriptors = 0
    /// The counters of the preloaded tally.
    let native: NativeTallyReader
    /// The counters of the Python start-up module.
    let python: PythonCounterReader
    /// The counters of the module that Node.js requires first.
    let node: NodeCounterReader
    /// The performance data of a Java virtual machine.
    let java: JavaHeapReader
    /// Whether it is watched or was started by one that is, so that nothing was put into it.
    let isOutside: Bool
    /// The last sample in which it was reached; those not reached in a later one have ended.
    var generation = 0

    init(
        identity: ProcessKey, directory: Int32, command: String, counterDirectory: String, probes: ProbePlan?,
        isOutside: Bool = false
    ) {
        self.identity = identity
        self.directory = directory
        self.command = command
        self.isOutside = isOutside
        native = NativeTallyReader(
            directory: counterDirectory, pid: identity.pid,
            refusal: probes.map(\.nativeRefusal) ?? "it was not started here")
        python = PythonCounterReader(
            directory: counterDirectory, pid: identity.pid,
            refusal: probes.map(\.pythonRefusal) ?? "it was not started here")
        node = NodeCounterReader(
            directory: counterDirectory, pid: identity.pid,
            refusal: probes.map(\.nodeRefusal) ?? "it was not started here")
        java = JavaHeapReader(pid: identity.pid)
    }

    deinit { close(directory) }

    /// Removes the files of its counters: it has ended.
    func discardCounters() {
        native.discard()
        python.discard()
        node.discard()
    }

    /// Reads the file `name` of its /proc directory into `buffer`; nil with the error number when that fails.
    func read(_ name: String, into buffer: UnsafeMutableRawBufferPointer) -> Result<UnsafeRawBufferPointer, ProcError> {
        let descriptor = openat(directory, name, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return .failure(ProcError(number: errno)) }
        defer { close(descriptor) }
        let got = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
        guard got >= 0 else { return .failure(ProcError(number: errno)) }
        return .success(UnsafeRawBufferPointer(rebasing: buffer[..<got]))
    }
}

/// Why a file in /proc could not be read.
struct ProcError: Error {
    /// The error number.
    let number: Int32

    /// As part of a sentence.
    var reason: String {
        switch number {
        case ESRCH, ENOENT: "the process has ended"
        case EACCES, EPERM: "it belongs to another user"
        default: Glibc.strerror(number).map { String(cString: $0) } ?? "error \(number)"
        }
    }
}
