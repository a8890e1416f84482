import Evidence

extension Ground {
    /// Whether the processes that were measured are the ones that polled.
    static func ownRequests(_ facts: EvidenceFacts) -> Ground {
        notApplicable(.ownRequests, "The evidence does not tell whose connections the server answered.")
    }
}
