/// Reads numbers out of the kernel's texts in /proc without making strings.
struct ProcText {
    /// The text.
    let bytes: UnsafeRawBufferPointer

    /// What /proc/PID/stat says that the sampler needs.
    struct Stat {
        var state: UInt8 = 0x3F
        var parent: Int32 = 0
        var cpuTicks: UInt64 = 0
        var threads = 0
        var startTicks: UInt64 = 0
        /// Faults that needed no disk, its own and those of the children that it has waited for.
        var faults: UInt64 = 0
    }

    /// What /proc/PID/status says that the sampler needs; memory in bytes, nil where the process has none (any more).
    struct Status {
        var resident: UInt64?
        var anonymous: UInt64?
        var file: UInt64?
        var virtual: UInt64?
        var shared: UInt64?
        var swapped: UInt64?
        var threads: Int?
        /// Its real, effective and saved user; nil where the text says none.
        var users: [UInt32]?
        /// Its real, effective and saved group.
        var groups: [UInt32]?
        /// Its number in the innermost process number space that it is in, and by which it knows itself.
        var innermostPid: Int32?
    }

    /// The name in /proc/PID/stat, between the first and the last bracket: it may hold brackets itself.
    func command() -> String {
        guard let first = bytes.firstIndex(of: 0x28), let last = bytes.lastIndex(of: 0x29), first < last else {
            return ""
        }
        return String(decoding: bytes[(first + 1)..<last], as: UTF8.self)
    }

    /// Reads /proc/PID/stat (proc_pid_stat(5)); nil when it is cut off.
    func stat() -> Stat? {
        guard let last = bytes.lastIndex(of: 0x29), last + 2 < bytes.count else { return nil }
        var result = Stat()
        var at = last + 2
        result.state = bytes[at]
        at += 1
        // Field 3 is the state; 4 the parent, 10 and 11 minor faults, 14 and 15 user and system time, 20 the threads, 22
        // the start.
        for field in 4...22 {
            guard let number = number(&at) else { return nil }
            switch field {
            case 4: result.parent = Int32(truncatingIfNeeded: number)
            case 10, 11: result.faults &+= number
            case 14, 15: result.cpuTicks += number
            case 20: result.threads = Int(number)
            case 22: result.startTicks = number
            default: break
            }
        }
        return result
    }

    /// Reads /proc/PID/status.
    func status() -> Status {
        var result = Status()
        var at = 0
        while at < bytes.count {
            if starts(at, with: "Vm") {
                if starts(at, with: "VmSize:") { result.virtual = kilobytes(at + 7) }
                if starts(at, with: "VmRSS:") { result.resident = kilobytes(at + 6) }
                if starts(at, with: "VmSwap:") { result.swapped = kilobytes(at + 7) }
            } else if starts(at, with: "RssAnon:") {
                result.anonymous = kilobytes(at + 8)
            } else if starts(at, with: "RssFile:") {
                result.file = kilobytes(at + 8)
            } else if starts(at, with: "RssShmem:") {
                result.shared = kilobytes(at + 9)
            } else if starts(at, with: "Uid:") {
                result.users = threeNumbers(at + 4)
            } else if starts(at, with: "Gid:") {
                result.groups = threeNumbers(at + 4)
            } else if starts(at, with: "NSpid:") {
                var place = at + 6
                while place < bytes.count, bytes[place] != 0x0A, let pid = number(&place) {
                    result.innermostPid = Int32(truncatingIfNeeded: pid)
                }
            } else if starts(at, with: "Threads:") {
                var place = at + 8
                result.threads = number(&place).map(Int.init)
                return result
            }
            while at < bytes.count, bytes[at] != 0x0A { at += 1 }
            at += 1
        }
        return result
    }

    /// The next number from `at` on, past blanks, tabs and a sign; `at` moves behind it.
    func number(_ at: inout Int) -> UInt64? {
        while at < bytes.count, bytes[at] == 0x20 || bytes[at] == 0x09 || bytes[at] == 0x2D { at += 1 }
        var value: UInt64 = 0
        let start = at
        while at < bytes.count, bytes[at] >= 0x30, bytes[at] <= 0x39 {
            value = value &* 10 &+ UInt64(bytes[at] - 0x30)
            at += 1
        }
        return at > start ? value : nil
    }

    private func threeNumbers(_ place: Int) -> [UInt32] {
        var at = place
        return (0..<3).compactMap { _ in number(&at).map { UInt32(truncatingIfNeeded: $0) } }
    }

    private func kilobytes(_ place: Int) -> UInt64? {
        var at = place
        return number(&at).map { $0 * 1024 }
    }

    private func starts(_ at: Int, with word: StaticString) -> Bool {
        let count = word.utf8CodeUnitCount
        guard at + count <= bytes.count else { return false }
        for index in 0..<count where bytes[at + index] != word.utf8Start[index] { return false }
        return true
    }
}
