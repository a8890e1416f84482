import Evidence

extension Ground {
    /// Every ground of a run, in the order in which a report lists them.
    package static func all(of facts: EvidenceFacts, channels: [ChannelReport]) -> [Ground] {
        Kind.allCases.map { kind in
            switch kind {
            case .clientWorked: clientWorked(facts)
            case .ownRequests: ownRequests(facts)
            case .allMemory: allMemory(facts)
            case .planCarriedOut: planCarriedOut(facts)
            case .twinHealthy: twinHealthy(facts)
            case .sampled: sampled(facts)
            case .readable: readable(facts, channels)
            case .longEnough: longEnough(facts, channels)
            }
        }
    }
}
