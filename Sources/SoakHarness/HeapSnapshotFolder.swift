import EvidenceAnalysis
import Glibc

/// The heap snapshots that traced Node.js processes wrote: `PID-N.heapsnapshot`, `.new` behind it while one is written.
enum HeapSnapshotFolder {
    /// The longest wait for heap snapshots that are being written at the end of a run, s.
    static let waitSeconds = 60.0
    /// Larger files are not read, bytes: 4 GiB.
    static let mostBytes = 4 << 30

    /// What the snapshots of each process say together; nil when there are none to compare.
    static func read(_ folder: String) -> HeapGrowth? {
        var numbers: [Int32: [Int]] = [:]
        for (pid, number) in names(in: folder, ending: ".heapsnapshot") { numbers[pid, default: []].append(number) }
        var processes: [HeapGrowth.Process] = []
        for (pid, found) in numbers.sorted(by: { $0.key < $1.key }) where found.count > 1 {
            let sorted = found.sorted()
            func types(_ number: Int) -> HeapTypes? { parse("\(folder)/\(pid)-\(number).heapsnapshot") }
            guard let baseline = types(sorted[0]), let last = types(sorted[sorted.count - 1]) else { continue }
            let middle = sorted.count > 2 ? types(sorted[sorted.count / 2]) : nil
            processes.append(.init(baseline: baseline, middle: middle, last: last))
        }
        return processes.isEmpty ? nil : HeapGrowth(processes)
    }

    /// Waits until no living process is writing one, for at most `seconds`.
    static func waitUntilWritten(in folder: String, seconds: Double) {
        for _ in 0..<Int(seconds * 20) {
            let writing = names(in: folder, ending: ".heapsnapshot.new")
            guard writing.contains(where: { kill($0.pid, 0) == 0 }) else { return }
            usleep(50_000)
        }
    }

    /// The totals of one file, read in pieces; nil when it is not a whole heap snapshot.
    static func parse(_ path: String) -> HeapTypes? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, Int(status.st_size) <= mostBytes else { return nil }
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 16)
        defer { buffer.deallocate() }
        var parser = HeapSnapshotParser()
        while true {
            let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return parser.result }
            parser.feed(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
        }
    }

    private static func names(in folder: String, ending: String) -> [(pid: Int32, number: Int)] {
        guard let listing = opendir(folder) else { return [] }
        defer { closedir(listing) }
        var found: [(pid: Int32, number: Int)] = []
        while let entry = readdir(listing) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            guard name.hasSuffix(ending) else { continue }
            let parts = name.dropLast(ending.count).split(separator: "-")
            if parts.count == 2, let pid = Int32(parts[0]), let number = Int(parts[1]) { found.append((pid, number)) }
        }
        return found
    }
}
