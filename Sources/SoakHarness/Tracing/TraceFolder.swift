import EvidenceAnalysis
import EvidenceStore
import Glibc

/// The folder with the snapshots of a traced run: `PID-N.jsonl`, and heap snapshots beside them.
enum TraceFolder {
    /// The most bytes read of one snapshot: 4 MiB.
    static let mostBytes = 4 << 20
    /// The most processes whose snapshots are read.
    static let mostProcesses = 1000

    /// The most snapshots of a process that are compared with one another.
    static let mostSteps = 50

    /// The snapshot in the middle: the one that was ordered as such, else, as of a process that was started late, the one
    /// whose time since the baseline is nearest to half of the last one's.
    static func middle(of between: some BidirectionalCollection<TraceSnapshot>) -> TraceSnapshot? {
        between.last { $0.occasion == TraceSchedule.middle }
            ?? between.min {
                abs($0.sinceBaselineSeconds - (between.last?.sinceBaselineSeconds ?? 0) / 2)
                    < abs($1.sinceBaselineSeconds - (between.last?.sinceBaselineSeconds ?? 0) / 2)
            }
    }

    /// The number of each process's newest snapshot.
    static func newest(in folder: String) -> [Int32: Int] {
        numbers(in: folder).compactMapValues(\.last)
    }

    /// What the snapshots say; nil when the folder is not there.
    static func read(_ folder: String, source: WhereItGrows.Source) -> WhereItGrows? {
        guard access(folder, R_OK) == 0 else { return nil }
        var processes: [WhereItGrows.Process] = []
        var problems: [String] = []
        let all = numbers(in: folder).sorted { $0.key < $1.key }
        for (pid, numbers) in all.prefix(mostProcesses) {
            func snapshot(_ number: Int) -> TraceSnapshot? {
                text("\(folder)/\(pid)-\(number).jsonl").flatMap(TraceSnapshot.init)
            }
            var candidates = numbers
            var last: TraceSnapshot?
            // A process that ends takes apart what it held, so its snapshot at the exit counts only where it is alone.
            var atExit: TraceSnapshot?
            while last == nil, let number = candidates.popLast() {
                guard let read = snapshot(number) else { continue }
                if let problem = read.problem {
                    problems.append("process \(pid): \(problem)")
                    // What went wrong once goes wrong again; one sentence a process is enough.
                    candidates.removeAll { snapshot($0)?.problem != nil }
                } else if read.occasion == "exit" {
                    atExit = read
                } else if read.number != read.baselineNumber || atExit == nil {
                    last = read
                }
            }
            guard let last = last ?? atExit else { continue }
            let course = numbers.filter { $0 > Int(last.baselineNumber) && $0 <= Int(last.number) }.suffix(mostSteps)
                .compactMap { $0 == Int(last.number) ? last : snapshot($0) }.filter { $0.problem == nil }
            processes.append(
                .init(
                    last: last, middle: Self.middle(of: course.dropLast()), course: course,
                    baseline: snapshot(Int(last.baselineNumber))))
        }
        if all.count > mostProcesses { problems.append("only \(mostProcesses) of \(all.count) processes were read") }
        let isNative = !NativeTraceFolder.numbers(in: folder).isEmpty
        if all.isEmpty, !isNative {
            problems.append(
                "no Python or Node.js process wrote a snapshot: none ran long enough, or the start-up module was kept "
                    + "out (Python's -S, -I and -E, a cleared NODE_OPTIONS)")
        }
        var growth = WhereItGrows(source: source, processes: processes, problems: problems)
        growth.heap = HeapSnapshotFolder.read(folder)
        growth.holders += growth.heap?.holders ?? []
        // Where a line of Python grows, what its interpreter allocates for it is no second finding.
        let explained = growth.lines.isEmpty ? [] : Set(all.map { Int64($0.key) })
        growth.native = NativeTraceFolder.read(
            folder, explained: explained,
            tracedPython: Set(processes.map(\.last).filter { $0.runtime == "python" }.map(\.pid)))
        // The same of what an interpreter opens: its own word says which line.
        let told = Set(growth.openings.filter { $0.place != nil }.map(\.kind))
        growth.native?.openings.removeAll { told.contains($0.kind) }
        return growth
    }

    /// The numbers of each process's snapshots `PREFIXPID-N.jsonl`, in order.
    static func numbers(in folder: String, prefix: String = "") -> [Int32: [Int]] {
        guard let listing = opendir(folder) else { return [:] }
        defer { closedir(listing) }
        var found: [Int32: [Int]] = [:]
        while let entry = readdir(listing) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            guard name.hasPrefix(prefix), name.hasSuffix(".jsonl") else { continue }
            let parts = name.dropFirst(prefix.utf8.count).dropLast(6).split(separator: "-")
            guard parts.count == 2, let pid = Int32(parts[0]), let number = Int(parts[1]) else { continue }
            found[pid, default: []].append(number)
        }
        return found.mapValues { $0.sorted() }
    }

    /// A file's text, at most `mostBytes` of it; nil when it cannot be read.
    static func text(_ path: String) -> String? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while bytes.count < mostBytes {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { break }
            bytes += buffer[..<count]
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
