import Evidence

/// For how long the required tags went unread outside faults.
struct TagWatch {
    /// The longest stretch of a tag without a read.
    struct Silence {
        /// The tag.
        var tag: String
        /// When it began, s from the start.
        var fromSeconds: Double
        /// Its length outside faults, s.
        var seconds: Double
    }

    /// The longest silence of each tag that had one.
    private(set) var longest: [Silence] = []
    /// The required tags that were never read.
    private(set) var neverRead: [String] = []
    /// The tags that were looked at.
    private(set) var count = 0
    /// Silences from this length on were recorded, s.
    private(set) var recordedFromSeconds = 0.0
    /// Whether only the longest silence of the whole run is known, and not when it was.
    private(set) var isLongestOnly = false
    /// Why nothing can be said; nil when something can.
    private(set) var failure: String?

    /// Looks at the tags in `required`, or at all that were read, outside `windows`.
    init(_ facts: EvidenceFacts, required: [String]?, outside windows: FaultWindows) {
        guard !facts.tagGaps.isEmpty else {
            failure = "reads of tags were not recorded"
            return
        }
        let known = Set(facts.tagGaps.map(\.tag))
        if let stranger = required?.first(where: { !known.contains($0) }) {
            failure = "the scenario has no tag \(stranger)"
            return
        }
        let read = Set(facts.tagGaps.filter { $0.reads > 0 }.map(\.tag))
        let tags = required ?? facts.tagGaps.map(\.tag).filter(read.contains)
        neverRead = tags.filter { !read.contains($0) }
        count = tags.count
        guard count > 0 else {
            failure = "the client read no tag"
            return
        }
        guard let recorded = facts.run.silenceSeconds else {
            withoutSilences(facts, Set(tags))
            return
        }
        recordedFromSeconds = recorded
        let silences = Dictionary(grouping: facts.tagSilences, by: \.tag)
        for tag in tags {
            let parts = (silences[tag] ?? []).flatMap { windows.parts(from: $0.fromSeconds, to: $0.toSeconds) }
            if let worst = parts.max(by: { $0.to - $0.from < $1.to - $1.from }) {
                longest.append(Silence(tag: tag, fromSeconds: worst.from, seconds: worst.to - worst.from))
            }
        }
    }

    /// Evidence of an older twinsim holds each tag's longest gap only, and not when it was: enough when it is short.
    private mutating func withoutSilences(_ facts: EvidenceFacts, _ tags: Set<String>) {
        isLongestOnly = true
        recordedFromSeconds =
            facts.tagGaps.filter { tags.contains($0.tag) }.compactMap(\.longestGapSeconds).max() ?? .infinity
    }
}
