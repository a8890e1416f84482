import Evidence

extension Ground {
    /// Whether memory of every kind was looked at.
    static func allMemory(_ facts: EvidenceFacts) -> Ground {
        notApplicable(.allMemory, "The evidence holds private anonymous memory only, and nothing of shared memory or swap.")
    }
}
