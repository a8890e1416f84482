import Evidence
import LeakAnalysis

/// What a run that was compressed in time attained, and what it can say.
///
/// Nothing of it is a real hour: an accelerated run is told by the operation, a run with more events by the event.
package struct CompressedRun: Hashable, Sendable {
    /// A client that was this much faster at least was accelerated at all.
    static let leastFactor = 1.5
    /// A plant below this share of the asked factor was too slow, so that its faults came later on the client's clock.
    static let leastPlantShare = 0.95

    /// How it was accelerated; nil when it was not.
    package var acceleration: Acceleration?
    /// How much oftener events came; nil for a plan as written.
    package var eventRate: EventRate?
    /// The run's length in real time, s.
    package var realSeconds: Double
    /// Requests that the client made; nil when they were not recorded.
    package var operations: Int64?
    /// How much faster the plant ran; nil when the run was not accelerated or no scan was recorded.
    package var plantFactor: Double?
    /// Growth per 1000 operations, MB; nil without a rate.
    package var perThousand: Double?
    /// The lower end of its 95 % interval.
    package var perThousandLow: Double?
    /// The upper end of its 95 % interval.
    package var perThousandHigh: Double?
    /// The slowest growth by the operation that the run would have found in four cases of five, MB per 1000 operations.
    package var detectablePerThousand: Double?
    /// What a storm left behind, MB; nil with fewer than five storms.
    package var perStorm: Double?
    /// The lower end of its 95 % interval.
    package var perStormLow: Double?
    /// The upper end of its 95 % interval.
    package var perStormHigh: Double?
    /// Storms that closed a connection.
    package var storms: Int
    /// Other faults that began.
    package var faults: Int
    /// Programs of the client's tree that the wait trials did not stand for.
    package var strangers: [String]

    /// What these facts say; nil for a run that was not compressed.
    package init?(_ facts: EvidenceFacts, memory: Verdict?, faults: [FaultRow]) {
        acceleration = Acceleration(recordedIn: facts.events)
        eventRate = EventRate(recordedIn: facts.events)
        guard acceleration != nil || eventRate != nil else { return nil }
        realSeconds = facts.durationSeconds
        operations = facts.server.totals[.requests]
        storms = facts.effectiveStormTimes.count
        self.faults = faults.reduce(0) { $0 + $1.occurrences }
        strangers = []
        if let acceleration {
            strangers = facts.events.compactMap { event in
                guard event.kind == .runtime, event.subject != acceleration.runtime else { return nil }
                return "\(event.detail.text("executable") ?? "a program") (\(event.subject))"
            }
            if let scans = facts.server.totals[.scans], realSeconds > 0, acceleration.scanPeriodSeconds > 0 {
                plantFactor = Double(scans) * acceleration.scanPeriodSeconds / realSeconds
            }
        }
        perStorm = memory?.perStorm
        perStormLow = memory?.perStormLow
        perStormHigh = memory?.perStormHigh
        guard let operations, operations > 0, realSeconds > 0, let memory else { return }
        let thousands = Double(operations) / realSeconds * 3.6
        perThousand = memory.ratePerHour.map { $0 / thousands }
        perThousandLow = memory.intervalLow.map { $0 / thousands }
        detectablePerThousand = memory.detectablePerHour.map { $0 / thousands }
        perThousandHigh = memory.intervalHigh.map { $0 / thousands }
    }

    /// Requests a second over the whole run.
    private var operationsPerSecond: Double? {
        guard let operations, realSeconds > 0 else { return nil }
        return Double(operations) / realSeconds
    }

    /// How much faster the client was than in real time, by the requests that it made; nil when one of the two rates is
    /// not known.
    package var attained: Double? {
        guard let plain = acceleration?.plainPollsPerSecond, plain > 0, let operationsPerSecond else { return nil }
        return operationsPerSecond / plain
    }

    /// The hours in which the client would have made as many requests in real time; nil when its rate is not known.
    package var equivalentHours: Double? { attained.map { $0 * realSeconds / 3600 } }

    /// The hours of the plan as written that have as many events.
    package var planHours: Double? { eventRate.map { Double($0.factor) * (clientSeconds / 3600) } }

    /// The run's length on the client's clock, s.
    package var clientSeconds: Double { realSeconds * (acceleration?.asked ?? 1) }

    /// Whether the client's clock ran faster and the client did not.
    package var missedItsFactor: Bool { attained.map { $0 < Self.leastFactor } ?? false }
}
