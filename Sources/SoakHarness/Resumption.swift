import Evidence
import EvidenceStore

/// A soak that was cut short and goes on in the same evidence.
package struct Resumption: Hashable, Sendable {
    /// What the run set out to do.
    package let run: RunRecord
    /// The newest recorded moment, s from the start of the run.
    package let lastSeconds: Double
    /// Where the run goes on, s from the start: one sampling interval later. The run's clock stands still meanwhile.
    package let atSeconds: Double
    /// How the session before ended, a sentence without its full stop.
    let interruption: String
    /// The storms on record.
    let storms: StormCounts
    /// What of the plan began, as far as the record says.
    let begun: Set<PlanTracker.Beginning>
    /// What was missed.
    let missed: [MissedFault]

    /// Looks whether the soak in `folder` can go on.
    ///
    /// - Throws: `StoreError.beingWritten` while it runs, `notResumable` when it is complete or its client ended by
    ///   itself, and what reading the evidence throws.
    package init(_ folder: EvidenceFolder) throws(StoreError) {
        let reader = try EvidenceReader(folder)
        guard !reader.isBeingWritten else { throw .beingWritten(path: folder.path) }
        run = try reader.run()
        let finish = try reader.finish()
        switch finish?.reason {
        case .completed:
            throw .notResumable(path: folder.path, reason: "its planned time is over")
        case .clientEndedEarly(let end):
            throw .notResumable(path: folder.path, reason: "its client \(end.sentence), which is a finding")
        case .certainLeak(let channel):
            throw .notResumable(
                path: folder.path, reason: "\(channel.title) leaked for certain, for which it was told to stop")
        case .interrupted(let signal): interruption = "twinsim was stopped by signal \(signal)"
        case .internalFault(let sentence): interruption = "twinsim could not go on: \(sentence)"
        case nil: interruption = "twinsim was killed"
        }
        let recorded = try reader.storms().storms
        storms = StormCounts(recorded)
        let events = try reader.events()
        begun = Self.begun(recorded, events)
        missed = events.filter { $0.kind == .plan }.compactMap { MissedFault($0.detail) }
        lastSeconds = max(finish?.timeSeconds ?? 0, try reader.latest()?.timeSeconds ?? 0)
        atSeconds = lastSeconds + run.intervalSeconds
        guard atSeconds < run.plannedSeconds else {
            throw .notResumable(path: folder.path, reason: "nothing is left of its planned time")
        }
    }

    private static func begun(
        _ storms: [StormRecord], _ events: [EvidenceEvent]
    ) -> Set<PlanTracker.Beginning> {
        var begun = Set(storms.map { PlanTracker.Beginning.storm($0.number) })
        for event in events where event.kind == .faultBegan {
            guard let fault = event.detail.whole("fault"), let occurrence = event.detail.whole("occurrence") else {
                continue
            }
            begun.insert(.occurrence(fault: Int(fault), Int(occurrence)))
        }
        return begun
    }
}
