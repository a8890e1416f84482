import Evidence
import Glibc

/// How much the client's tree can have put into files since the start, by the kernel's own accounts of its processes.
///
/// A file that nobody was seen to hold says only which user made it, and another program of that user may run beside the
/// client. What the tree cannot have written is not its own.
struct TreeActivity: Hashable, Sendable {
    /// Most bytes that were written into files in memory: passed to `write`, and not gone to a disk.
    var writtenBytes: UInt64 = 0
    /// Pages that came by faults, as those of a mapping do one by one, bytes.
    var faultedBytes: UInt64 = 0
    /// The private memory of the processes that are there, which came by faults too, bytes.
    var privateBytes: UInt64 = 0
    /// Most bytes that went into files on disks.
    var diskBytes: UInt64 = 0

    /// What was done since `earlier`; `faultedBytes` without what private memory has grown by.
    func since(_ earlier: TreeActivity) -> TreeActivity {
        func more(_ figure: KeyPath<TreeActivity, UInt64>) -> UInt64 {
            self[keyPath: figure] - min(earlier[keyPath: figure], self[keyPath: figure])
        }
        let faulted = more(\.faultedBytes)
        return TreeActivity(
            writtenBytes: more(\.writtenBytes), faultedBytes: faulted - min(faulted, more(\.privateBytes)),
            privateBytes: more(\.privateBytes), diskBytes: more(\.diskBytes))
    }

    /// Whether files of `bytes` in all can have come by mappings: a page that is written is a fault, and what faults there
    /// were came from little else. The faults of a program that gets and frees memory all the time prove nothing.
    func mayHaveMapped(_ bytes: UInt64) -> Bool {
        WriteBudget(faultedBytes).holds(bytes) && bytes >= faultedBytes / 3
    }
}

/// Follows what the processes of a tree have written, those that have ended among them; faults count from a process's second
/// look on.
struct TreeActivityReader {
    /// The accounts of one process, with those of its children that it has waited for.
    struct Account: Hashable, Sendable {
        /// Bytes passed to `write` and its like (wchar, proc_pid_io(5)).
        var passedBytes: UInt64 = 0
        /// Bytes of pages that were made dirty for a disk (write_bytes).
        var diskBytes: UInt64 = 0
        /// Faults that needed no disk (minflt and cminflt, proc_pid_stat(5)).
        var faults: UInt64 = 0
    }

    /// A process's accounts now, and what of them does not count.
    fileprivate struct Course {
        var latest: Account
        var baseline: Account
    }

    private static let pageBytes = UInt64(sysconf(Int32(_SC_PAGESIZE)))

    private let startTicks: UInt64
    private var living: [ProcessKey: Course] = [:]
    /// What the processes that have ended had done.
    private var ended = Account()

    /// A reader for a client that starts later: a process that is older than now counts from when it is first seen.
    init() {
        var now = timespec()
        clock_gettime(CLOCK_BOOTTIME, &now)
        let ticks = UInt64(sysconf(Int32(_SC_CLK_TCK)))
        startTicks = UInt64(now.tv_sec) * ticks + UInt64(now.tv_nsec) * ticks / 1_000_000_000
    }

    /// What the tree has done until now, as far as its processes' accounts may be read.
    mutating func read(_ processes: [LivingProcess]) -> TreeActivity {
        var seen: [ProcessKey: Course] = [:]
        for process in processes {
            let known = living.removeValue(forKey: process.key)
            if let account = Account(of: process) {
                // Most faults of a start are those of its program's own pages.
                let first = process.key.startTicks < startTicks ? account : Account(faults: account.faults)
                seen[process.key] = Course(latest: account, baseline: known?.baseline ?? first)
            } else {
                seen[process.key] = known
            }
        }
        for course in living.values { ended.add(course) }
        living = seen
        let sum = living.values.reduce(into: ended) { $0.add($1) }
        let toMemory = sum.passedBytes > sum.diskBytes ? sum.passedBytes - sum.diskBytes : 0
        return TreeActivity(
            writtenBytes: toMemory, faultedBytes: sum.faults * Self.pageBytes,
            privateBytes: processes.reduce(0) { $0 + ($1.privateBytes ?? 0) },
            diskBytes: max(sum.passedBytes, sum.diskBytes))
    }
}

extension TreeActivityReader.Account {
    /// The accounts of a process now; nil when they may not be read.
    init?(of process: LivingProcess) {
        guard let input = ProcessWords.text("/proc/\(process.key.pid)/io") else { return nil }
        self.init(input: input, faults: process.faults)
    }

    /// The accounts in the text of /proc/PID/io; nil when it lacks a figure.
    init?(input: String, faults: UInt64) {
        func figure(_ name: String) -> UInt64? {
            input.split(separator: "\n").first { $0.hasPrefix(name) }.flatMap { UInt64($0.dropFirst(name.count)) }
        }
        guard let passed = figure("wchar: "), let disk = figure("write_bytes: ") else { return nil }
        self.init(passedBytes: passed, diskBytes: disk, faults: faults)
    }

    /// Adds what a process has done since its baseline.
    fileprivate mutating func add(_ course: TreeActivityReader.Course) {
        func more(_ figure: KeyPath<Self, UInt64>) -> UInt64 {
            course.latest[keyPath: figure] - min(course.baseline[keyPath: figure], course.latest[keyPath: figure])
        }
        passedBytes += more(\.passedBytes)
        diskBytes += more(\.diskBytes)
        faults += more(\.faults)
    }
}
