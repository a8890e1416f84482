import EvidenceReport
import FaultPlan
import ModbusServer

/// Turns the server's records of single disconnections into one record a storm, and accepted connections after a storm
/// into reconnects.
struct StormBook {
    private struct Storm {
        var begin: Double
        var close: StormRecord.Close
        var executed: Int
        var closed: Int
        var awaited: Int
        var lastDrop: Double
    }

    /// How many disconnections each storm of the timetable has.
    private let planned: [Int: Int]
    private var current: (number: Int, storm: Storm)?

    /// A book for the storms of this timetable.
    init(_ timetable: FaultTimetable) {
        var planned: [Int: Int] = [:]
        for event in timetable.events {
            switch event.action {
            case .dropConnections(_, let storm, _): planned[storm, default: 0] += 1
            }
        }
        self.planned = planned
    }

    /// Notes one disconnection at `time`, in seconds since the start; answers the storm's record when it was the last.
    ///
    /// - Returns: whether this disconnection began a storm, and the record of a storm that is complete.
    mutating func note(
        storm number: Int, how: CloseKind, closed: Int, at time: Double
    ) -> (began: Bool, complete: StormRecord?) {
        let began = current?.number != number
        let close: StormRecord.Close = how == .reset ? .reset : .orderly
        var storm = Storm(begin: time, close: close, executed: 0, closed: 0, awaited: 0, lastDrop: time)
        if !began, let known = current?.storm { storm = known }
        storm.executed += 1
        storm.closed += closed
        storm.awaited += closed
        storm.lastDrop = time
        current = (number, storm)
        guard storm.executed >= planned[number] ?? 1 else { return (began, nil) }
        return (
            began,
            StormRecord(
                number: number, timeSeconds: storm.begin, close: storm.close, connectionsClosed: storm.closed)
        )
    }

    /// Notes an accepted connection; answers a reconnect when a storm's disconnection is still waiting for one.
    mutating func noteAccepted(at time: Double) -> ReconnectRecord? {
        guard let (number, storm) = current, storm.awaited > 0 else { return nil }
        current?.storm.awaited -= 1
        return ReconnectRecord(storm: number, timeSeconds: time, delaySeconds: max(0, time - storm.lastDrop))
    }
}
