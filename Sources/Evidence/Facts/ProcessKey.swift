/// A process for as long as the machine runs: its id and its start time, since the kernel uses ids again.
package struct ProcessKey: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The process id.
    package var pid: Int32
    /// Clock ticks from the machine's start to the process's start (`/proc/PID/stat`, field 22).
    package var startTicks: UInt64

    /// The process `pid` that began at `startTicks`.
    package init(pid: Int32, startTicks: UInt64) {
        self.pid = pid
        self.startTicks = startTicks
    }

    /// `pid@startTicks`.
    package var description: String { "\(pid)@\(startTicks)" }

    /// Orders by start, then by id.
    package static func < (left: ProcessKey, right: ProcessKey) -> Bool {
        (left.startTicks, left.pid) < (right.startTicks, right.pid)
    }
}
