import Evidence
import ProcessProbes
import Text

extension WatchedProcesses {
    /// The event that records what is watched.
    func event(at time: Double) -> EvidenceEvent {
        EvidenceEvent(
            timeSeconds: time, kind: .watch, subject: targets.map(\.description).joined(separator: " "),
            summary: "Measured besides the client: \(targets.map(\.description).joined(separator: ", ")).",
            detail: [
                "targets": .array(targets.map { .string($0.description) }),
                "processes": .array(
                    processes.map {
                        ["pid": .integer(Int64($0.pid)), "start_ticks": .integer(Int64(bitPattern: $0.startTicks))]
                    }),
            ])
    }

    /// The processes that the newest record among `events` names by their number; none where nothing was watched.
    package static func recorded(in events: [EvidenceEvent]) -> [ProcessKey] {
        let newest = events.last { $0.kind == .watch }
        return (newest?.detail["processes"]?.elements ?? []).compactMap { process in
            guard let pid = process.whole("pid"), let ticks = process.whole("start_ticks") else { return nil }
            return ProcessKey(pid: Int32(truncatingIfNeeded: pid), startTicks: UInt64(bitPattern: ticks))
        }
    }
}
