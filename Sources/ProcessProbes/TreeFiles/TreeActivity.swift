import Evidence
import Glibc

/// How much the client's tree can have put into files since the start, by the kernel's own accounts of its processes.
///
/// A file that nobody was seen to hold says only which user made it, and another program of that user may run beside the
/// client. What the tree cannot have written is not its own.
struct TreeActivity: Hashable, Sendable {
    /// Most bytes that went into files in memory: what was passed to `write` and did not go to a disk, and a page for each
    /// fault, since pages of a mapping come one by one.
    var memoryBytes: UInt64 = 0
    /// Most bytes that went into files on disks.
    var diskBytes: UInt64 = 0

    /// What was done since `earlier`.
    func since(_ earlier: TreeActivity) -> TreeActivity {
        TreeActivity(
            memoryBytes: memoryBytes >= earlier.memoryBytes ? memoryBytes - earlier.memoryBytes : 0,
            diskBytes: diskBytes >= earlier.diskBytes ? diskBytes - earlier.diskBytes : 0)
    }
}

/// Follows what the processes of a tree have written, those that have ended among them.
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
            if accounts[process.key] == nil, process.key.startTicks < startTicks { baselines[process.key] = account }
            accounts[process.key] = account
        }
        var sum = Account()
        for (key, account) in accounts { sum.add(account, less: baselines[key] ?? Account()) }
        let toMemory = sum.passedBytes > sum.diskBytes ? sum.passedBytes - sum.diskBytes : 0
        return TreeActivity(
            memoryBytes: toMemory + sum.faults * Self.pageBytes, diskBytes: max(sum.passedBytes, sum.diskBytes))
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
