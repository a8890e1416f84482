/// Which process is meant: process numbers are used again, the pair of number and start time is not.
package struct ProcessIdentity: Hashable, Sendable, CustomStringConvertible {
    /// The process number.
    package let pid: Int32
    /// When it started, in clock ticks since the machine's start (field 22 of /proc/PID/stat).
    package let startTicks: UInt64

    /// The process `pid` that started at `startTicks`.
    package init(pid: Int32, startTicks: UInt64) {
        self.pid = pid
        self.startTicks = startTicks
    }

    /// `pid@startTicks`.
    package var description: String { "\(pid)@\(startTicks)" }
}
