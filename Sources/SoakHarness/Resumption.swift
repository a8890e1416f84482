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
        lastSeconds = max(finish?.timeSeconds ?? 0, try reader.latest()?.timeSeconds ?? 0)
        atSeconds = lastSeconds + run.intervalSeconds
        guard atSeconds < run.plannedSeconds else {
            throw .notResumable(path: folder.path, reason: "nothing is left of its planned time")
        }
    }
}
