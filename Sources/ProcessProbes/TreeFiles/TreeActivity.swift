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
            privateBytes: privateBytes, diskBytes: more(\.diskBytes))
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
    /// The most processes whose accounts are kept.
    static let mostProcesses = 200_000

    /// The accounts of one process, with those of its children that it has waited for.
    struct Account: Hashable, Sendable {
        /// Bytes passed to `write` and its like (wchar, proc_pid_io(5)).
        var passedBytes: UInt64 = 0
        /// Bytes of pages that were made dirty for a disk (write_bytes).
        var diskBytes: UInt64 = 0
        /// Faults that needed no disk (minflt and cminflt, proc_pid_stat(5)).
        var faults: UInt64 = 0
    }

    private static let pageBytes = UInt64(sysconf(Int32(_SC_PAGESIZE)))

    private let startTicks: UInt64
    private var accounts: [ProcessKey: Account] = [:]
    private var baselines: [ProcessKey: Account] = [:]

    /// A reader for a client that starts later: a process that is older than now counts from when it is first seen.
    init() {
        var now = timespec()
        clock_gettime(CLOCK_BOOTTIME, &now)
        let ticks = UInt64(sysconf(Int32(_SC_CLK_TCK)))
        startTicks = UInt64(now.tv_sec) * ticks + UInt64(now.tv_nsec) * ticks / 1_000_000_000
    }

    /// What the tree has done until now, as far as its processes' accounts may be read.
    mutating func read(_ processes: [LivingProcess]) -> TreeActivity {
        for process in processes {
            guard let account = Account(of: process.key.pid),
                accounts.count < Self.mostProcesses || accounts[process.key] != nil
            else { continue }
            if accounts[process.key] == nil {
                // Most faults of a start are those of its program's own pages.
                let isOlder = process.key.startTicks < startTicks
                baselines[process.key] = isOlder ? account : Account(faults: account.faults)
            }
            accounts[process.key] = account
        }
        var sum = Account()
        for (key, account) in accounts { sum.add(account, less: baselines[key] ?? Account()) }
        let toMemory = sum.passedBytes > sum.diskBytes ? sum.passedBytes - sum.diskBytes : 0
        return TreeActivity(
            writtenBytes: toMemory, faultedBytes: sum.faults * Self.pageBytes,
            privateBytes: processes.reduce(0) { $0 + ($1.privateBytes ?? 0) },
            diskBytes: max(sum.passedBytes, sum.diskBytes))
    }
}

extension TreeActivityReader.Account {
    /// The accounts of process `pid` now; nil when they may not be read.
    init?(of pid: Int32) {
        self.init(
            input: String(decoding: ProcessWords.content("/proc/\(pid)/io"), as: UTF8.self),
            stat: String(decoding: ProcessWords.content("/proc/\(pid)/stat"), as: UTF8.self))
    }

    /// The accounts in the texts of /proc/PID/io and /proc/PID/stat; nil when one of them lacks a figure.
    init?(input: String, stat: String) {
        var figures: [Substring: UInt64] = [:]
        for line in input.split(separator: "\n") {
            let parts = line.split(separator: ":")
            if parts.count == 2 { figures[parts[0]] = UInt64(parts[1].drop { $0 == " " }) }
        }
        // The name may hold blanks and brackets; what follows the last bracket is the state, field 3.
        guard let passed = figures["wchar"], let disk = figures["write_bytes"], let end = stat.lastIndex(of: ")") else {
            return nil
        }
        let fields = stat[end...].split(separator: " ")
        guard fields.count > 9, let own = UInt64(fields[8]), let children = UInt64(fields[9]) else { return nil }
        self.init(passedBytes: passed, diskBytes: disk, faults: own + children)
    }

    fileprivate mutating func add(_ other: Self, less earlier: Self) {
        passedBytes += other.passedBytes - min(earlier.passedBytes, other.passedBytes)
        diskBytes += other.diskBytes - min(earlier.diskBytes, other.diskBytes)
        faults += other.faults - min(earlier.faults, other.faults)
    }
}
