import Evidence

extension Ground {
    /// Whether the run was long enough for what the client does.
    static func longEnough(_ facts: EvidenceFacts, _ channels: [ChannelReport]) -> Ground {
        notApplicable(.longEnough, "No cycles of the client's own were looked for.")
    }
}
