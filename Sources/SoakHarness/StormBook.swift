import EvidenceReport
import FaultPlan
import ModbusServer

/// Turns the server's records of single disconnections into one record a storm, and accepted connections after a storm
/// into reconnects.
struct StormBook {
    private struct Storm {
        var begin: Double
        var close: StormRecord.Close
        var executed = 0
        var closed = 0
    }

    /// How many disconnections each storm of the timetable has.
    private let planned: [Int: Int]
    /// Storms that have begun and are not complete.
    private var open: [Int: Storm] = [:]
    /// The latest disconnection that closed something: its storm, when, and how many clients are still awaited.
    private var latest: (storm: Int, time: Double, awaited: Int)?

    /// A book for the storms of this timetable.
    init(_ timetable: FaultTimetable) {
        var planned: [Int: Int] = [:]
        for event in timetable.events {
            if case .dropConnections(_, let storm, _) = event.action { planned[storm, default: 0] += 1 }
        }
        self.planned = planned
    }

    /// Notes one disconnection at `time`, in seconds since the start.
    ///
    /// - Returns: whether this disconnection began a storm, and the storm's record when it was its last.
    mutating func note(
        storm number: Int, how: CloseKind, closed: Int, at time: Double
    ) -> (began: Bool, complete: StormRecord?) {
        let began = open[number] == nil
        var storm = open[number] ?? Storm(begin: time, close: how == .reset ? .reset : .orderly)
        storm.executed += 1
        storm.closed += closed
        open[number] = storm
        if closed > 0 { latest = (number, time, closed) }
        guard storm.executed >= planned[number] ?? 1 else { return (began, nil) }
        open[number] = nil
        return (began, record(number, storm))
    }

    /// The records of storms that the run's end cut short.
    mutating func cutShort() -> [StormRecord] {
        defer { open = [:] }
        return open.sorted { $0.key < $1.key }.map { record($0.key, $0.value) }
    }

    /// Notes an accepted connection; answers a reconnect when a disconnection is still waiting for one.
    mutating func noteAccepted(at time: Double) -> ReconnectRecord? {
        guard let (storm, dropped, awaited) = latest, awaited > 0 else { return nil }
        latest?.awaited -= 1
        return ReconnectRecord(storm: storm, timeSeconds: time, delaySeconds: max(0, time - dropped))
    }

    private func record(_ number: Int, _ storm: Storm) -> StormRecord {
        StormRecord(number: number, timeSeconds: storm.begin, close: storm.close, connectionsClosed: storm.closed)
    }
}
