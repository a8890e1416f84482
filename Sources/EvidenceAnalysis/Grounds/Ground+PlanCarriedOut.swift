import Evidence
import Text

extension Ground {
    /// Whether each storm and fault that was due was carried out.
    static func planCarriedOut(_ facts: EvidenceFacts) -> Ground {
        guard facts.run.faultPlanName != nil else {
            return notApplicable(.planCarriedOut, "Nothing was planned to go wrong.")
        }
        guard facts.dueFaults != nil else {
            return notApplicable(.planCarriedOut, "The evidence does not tell what of the plan was due.")
        }
        let begun = facts.events.count { $0.kind == .faultBegan }
        let figure =
            "\(Figures.counted(facts.storms.count, "storm")) (\(facts.effectiveStormTimes.count) met the client), "
            + "\(Figures.counted(begun, "fault"))"
        let missed = facts.missedFaults
        guard !missed.isEmpty else {
            return held(.planCarriedOut, figure, "Everything that was due was carried out.")
        }
        let count = missed.reduce(0) { $0 + $1.count }
        let words = missed.prefix(3).map { fault in
            "\(fault.label)\(fault.dueSeconds.map { " due at \(Figures.clock($0))" } ?? ""): \(fault.reason.words)"
        }
        return notHeld(
            .planCarriedOut, "\(figure), \(count) missed", headline: "the plan was not carried out",
            "\(Figures.counted(count, "fault")) that was due did not come: \(words.joined(separator: "; "))"
                + (missed.count > 3 ? "; and \(missed.count - 3) more." : "."))
    }
}
