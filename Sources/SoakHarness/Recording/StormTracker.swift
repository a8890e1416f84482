import Evidence
import FaultPlan

/// Turns the server's records of single disconnections into one record a storm, and accepted connections after a storm
/// into reconnects.
struct StormTracker {
    private struct Storm {
        var begin: Double
        var close: StormRecord.Close
        var executed = 0
        var closed = 0
    }

    /// How many disconnections a storm has; nil for one that nobody planned.
    private let planned: (Int) -> Int?
    /// Storms that have begun and are not complete.
    private var open: [Int: Storm] = [:]
    /// Storms for which connecting is refused, with the time since when.
    private var refusing: [Int: Double] = [:]
    /// When each storm that closed a connection first did so, in seconds since the start.
    private(set) var effectiveTimes: [Double] = []
    /// The latest disconnection that closed something: its storm, when, and how many clients are still awaited.
    private var latest: (storm: Int, time: Double, awaited: Int)?

    /// A tracker for storms with so many disconnections each.
    init(planned: @escaping (Int) -> Int?) {
        self.planned = planned
    }

    /// Notes one disconnection at `time`, in seconds since the start.
    ///
    /// - Returns: whether this disconnection began a storm, and the storm's record when it is complete: after its last
    ///   disconnection, and not before clients may connect again.
    mutating func note(
        storm number: Int, how: CloseManner, closed: Int, at time: Double
    ) -> (began: Bool, complete: StormRecord?) {
        let began = open[number] == nil
        var storm = open[number] ?? Storm(begin: time, close: how == .reset ? .reset : .orderly)
        if storm.closed == 0, closed > 0 { effectiveTimes.append(time) }
        storm.executed += 1
        storm.closed += closed
        open[number] = storm
        if closed > 0 { latest = (number, time, closed) }
        return (began, complete(number))
    }

    /// Notes that connecting is refused for a storm from `time` on.
    mutating func noteRefusing(storm number: Int, at time: Double) {
        refusing[number] = time
    }

    /// Notes that clients may connect again at `time`.
    ///
    /// - Returns: for how long connecting was refused in seconds, nil when it was not; and the storm's record when it is
    ///   complete.
    mutating func noteAccepting(storm number: Int, at time: Double) -> (refused: Double?, complete: StormRecord?) {
        guard let since = refusing.removeValue(forKey: number) else { return (nil, nil) }
        return (time - since, complete(number))
    }

    /// Notes that a fault that is no storm ended connections: who connects from now on may come because of that.
    mutating func noteOtherFault() {
        latest = nil
    }

    private mutating func complete(_ number: Int) -> StormRecord? {
        guard let storm = open[number], storm.executed >= planned(number) ?? 1, refusing[number] == nil else {
            return nil
        }
        open[number] = nil
        return record(number, storm)
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
