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
        var ends: [(baseline: String, last: String)] = []
        for (pid, found) in numbers.sorted(by: { $0.key < $1.key }) where found.count > 1 {
            let sorted = found.sorted()
            func types(_ number: Int) -> HeapTypes? { parse("\(folder)/\(pid)-\(number).heapsnapshot") }
            guard let baseline = types(sorted[0]), let last = types(sorted[sorted.count - 1]) else { continue }
            let middle = sorted.count > 2 ? types(sorted[sorted.count / 2]) : nil
            processes.append(.init(baseline: baseline, middle: middle, last: last))
            func path(_ number: Int) -> String { "\(folder)/\(pid)-\(number).heapsnapshot" }
            ends.append((path(sorted[0]), path(sorted[sorted.count - 1])))
        }
        guard !processes.isEmpty else { return nil }
        var growth = HeapGrowth(processes)
        let types = growth.rows.prefix(mostHeldTypes).map(\.name)
        // One process is enough to say what holds a type, the first one in which something does.
        for end in ends where !types.isEmpty && growth.holders.isEmpty {
            guard let baseline = graph(end.baseline)?.newestID, let last = graph(end.last) else { continue }
            growth.holders = last.holders(of: types, newerThan: baseline)
        }
        return growth
    }

    /// The most types of which it is said what holds them.
    static let mostHeldTypes = 6

    /// The objects and references of one file; nil when it is not a whole heap snapshot, or too large a one.
    static func graph(_ path: String) -> HeapGraph? {
        var parser = HeapGraphParser()
        return pass(path) { parser.feed($0) } ? parser.result : nil
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
        var parser = HeapSnapshotParser()
        return pass(path) { parser.feed($0) } ? parser.result : nil
    }

    /// Reads a file in pieces; false when it cannot be read, or is too large.
    private static func pass(_ path: String, to take: (UnsafeRawBufferPointer) -> Void) -> Bool {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, Int(status.st_size) <= mostBytes else { return false }
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 16)
        defer { buffer.deallocate() }
        while true {
            let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { return false }
            guard count > 0 else { return true }
            take(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
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
