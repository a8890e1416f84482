import Evidence
import Text

extension Ground {
    /// Whether the controller ran as a healthy one does, apart from what the plan asked for.
    static func twinHealthy(_ facts: EvidenceFacts) -> Ground {
        if let health = ControllerRecord(facts) { return recorded(health) }
        guard let context = ControllerContext(facts), !context.modes.isEmpty else {
            return notApplicable(.twinHealthy, "The evidence does not tell how the controller stood.")
        }
        let windows = FaultWindows(facts, allowanceSeconds: FaultWindows.allowanceSeconds)
        var stood = 0.0
        var first: (mode: String, seconds: Double)?
        for (index, entry) in context.modes.enumerated() where entry.mode != "run" {
            let end = index + 1 < context.modes.count ? context.modes[index + 1].timeSeconds : facts.durationSeconds
            let parts = windows.parts(from: entry.timeSeconds, to: end)
            stood += parts.reduce(0) { $0 + $1.to - $1.from }
            if !parts.isEmpty, first == nil { first = (entry.mode, entry.timeSeconds) }
        }
        guard let first, stood > 0 else {
            return held(.twinHealthy, "in run mode", "The controller ran whenever the plan did not stop it.")
        }
        return notHeld(
            .twinHealthy, "\(Figures.duration(stood)) not in run mode", headline: "the controller stood still",
            "The controller was in mode \(first.mode) from \(Figures.clock(first.seconds)) although no plan asked for it, "
                + "\(Figures.duration(stood)) in all: values stood still, and a client that only reacts to change had "
                + "nothing to do.")
    }

    private static func recorded(_ health: ControllerRecord) -> Ground {
        let figure =
            "\(Figures.whole(health.solvedScans)) scans solved, \(Figures.counted(Int(health.majorFaults), "major fault")), "
            + "\(Figures.counted(Int(health.minorFaults), "minor fault"))"
        guard !health.isHealthy else {
            return held(.twinHealthy, figure, "The controller ran without a fault whenever the plan did not stop it.")
        }
        let stood =
            health.unaskedScans > 0
            ? " It stood still for \(Figures.whole(health.unaskedScans)) scans that no plan asked for." : ""
        return notHeld(
            .twinHealthy, figure,
            headline: health.unaskedScans > 0 ? "the controller stood still" : "the controller faulted",
            "\(health.sentence)\(stood) Clear it with twinsim inject --clear controller, or in the panel.")
    }
}
