/// How long snapshots held a traced client up.
package struct TracePauses: Hashable, Sendable {
    /// Snapshots of the process that was stopped for longest in all, its last one included.
    package var snapshots = 0
    /// In that process: how long the interpreter stood still for them in all, before the last one, ms.
    package var totalMilliseconds = 0.0
    /// The longest of them before a last one, ms, of all processes.
    package var longestMilliseconds = 0.0
    /// The longest that a last one took, when the run was over, ms.
    package var lastMilliseconds = 0.0

    /// What the snapshots of each process say, the last one at the end; nil when none says how long it took.
    init?(_ processes: [[TraceSnapshot]]) {
        guard processes.contains(where: { $0.contains { $0.pauseMilliseconds != nil } }) else { return nil }
        for snapshots in processes where !snapshots.isEmpty {
            let pauses = snapshots.dropLast().map { $0.pauseMilliseconds ?? 0 }
            let total = pauses.reduce(0, +)
            if total >= totalMilliseconds {
                totalMilliseconds = total
                self.snapshots = snapshots.count
            }
            let longest = snapshots.dropLast().compactMap(\.longestPauseMilliseconds)
            longestMilliseconds = max(longestMilliseconds, longest.max() ?? 0)
            lastMilliseconds = max(lastMilliseconds, snapshots.last?.pauseMilliseconds ?? 0)
        }
    }
}
