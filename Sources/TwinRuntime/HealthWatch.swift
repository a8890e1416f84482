import PLCCore
import TwinCore

/// Says when something is to be told about a controller: a fault at once, what repeats as a count from time to time,
/// and a summary at the end.
package struct HealthWatch: Sendable {
    /// Seconds between two notes about the same.
    package static let secondsBetween = 60.0

    /// What was told of one topic.
    private struct Told {
        var count = 0
        var seconds = -Double.infinity

        /// Whether the count is to be told now; notes that it is.
        mutating func isDue(_ count: Int, at seconds: Double, isLast: Bool) -> Bool {
            guard count > self.count, isLast || seconds - self.seconds >= HealthWatch.secondsBetween else {
                return false
            }
            self.count = count
            self.seconds = seconds
            return true
        }
    }

    private let program: CompiledProgram
    private var major = Told()
    private var minor = Told()
    private var summary = -Double.infinity
    private var summarised: ControllerHealth?

    /// A watch over a controller with this program.
    package init(_ program: CompiledProgram) {
        self.program = program
    }

    /// What is to be told now.
    ///
    /// - Parameters:
    ///   - seconds: real time, s from any moment that stays the same.
    ///   - isLast: whether the run ends here, so that nothing may be left untold.
    package mutating func notes(
        _ health: ControllerHealth, at seconds: Double, isLast: Bool = false
    ) -> [ControllerNote] {
        var notes: [ControllerNote] = []
        let wasMajor = major.count > 0
        let wasMinor = minor.count > 0
        if major.isDue(health.tally.majorFaults, at: seconds, isLast: isLast) {
            notes.append(note(.major, health, isRepeated: wasMajor))
        }
        if minor.isDue(health.tally.minorFaults, at: seconds, isLast: isLast) {
            notes.append(note(.minor, health, isRepeated: wasMinor))
        }
        return notes
    }

    /// The summary, at the first call, once a minute while there is something wrong that is new, and at the end; nil
    /// otherwise.
    package mutating func summary(
        _ health: ControllerHealth, at seconds: Double, isLast: Bool = false
    ) -> ControllerNote? {
        let isNews =
            summarised.map {
                $0.tally.majorFaults != health.tally.majorFaults || $0.tally.minorFaults != health.tally.minorFaults
                    || $0.unaskedScans != health.unaskedScans || $0.askedScans != health.askedScans
            } ?? true
        guard isLast || isNews && seconds - summary >= Self.secondsBetween else { return nil }
        summary = seconds
        summarised = health
        return note(.summary, health, isRepeated: false)
    }

    /// How the controller stands now, in words.
    package func state(_ health: ControllerHealth) -> ControllerNote { note(.summary, health, isRepeated: false) }

    private func note(_ topic: ControllerNote.Topic, _ health: ControllerHealth, isRepeated: Bool) -> ControllerNote {
        ControllerNote(
            topic: topic, isRepeated: isRepeated, health: health,
            lastMajor: health.tally.lastMajor.map(program.fault),
            firstMinor: health.tally.firstMinor.map(program.fault),
            lastMinor: health.tally.lastMinor.map(program.fault))
    }
}

extension ControllerHealth {
    /// Whether nothing is wrong that a plan or somebody did not ask for.
    package var isSound: Bool {
        tally.majorFaults == 0 && tally.minorFaults == 0 && unaskedScans == 0
    }
}
