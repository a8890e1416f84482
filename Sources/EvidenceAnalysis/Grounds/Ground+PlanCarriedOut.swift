import Evidence

extension Ground {
    /// Whether each storm and fault that was due was carried out.
    static func planCarriedOut(_ facts: EvidenceFacts) -> Ground {
        guard facts.run.faultPlanName != nil else {
            return notApplicable(.planCarriedOut, "Nothing was planned to go wrong.")
        }
        return notApplicable(.planCarriedOut, "The evidence does not tell what of the plan was due.")
    }
}
