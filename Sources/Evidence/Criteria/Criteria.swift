import Text

/// What a run calls correct besides holding its memory: the content of a criteria file, or the standard.
package struct Criteria: Hashable, Sendable {
    /// The highest growth per hour of a channel: MB/h for memory, things an hour otherwise.
    package var limits: [Channel: Double] = [:]
    /// After each fault the client is back within so many seconds; nil for no demand.
    package var reconnectSeconds: Double?
    /// Polls a second that the client keeps up outside faults; nil for no demand.
    package var pollsPerSecond: Double?
    /// The share of its first poll rate that the client keeps up outside faults, 0 to 1; nil for no demand.
    package var pollShare: Double?
    /// The longest time outside faults for which a required tag goes unread, s; nil for no demand.
    package var tagUnreadSeconds: Double?
    /// The required tags; nil for all that the client has read at all.
    package var requiredTags: [String]?
    /// How often the client may be started anew; nil for no demand.
    package var restartsAllowed: Int?
    /// Whether these are the built-in criteria: one that a run gave no occasion for is then left out, not left open.
    package var isStandard = false

    /// No criteria.
    package init() {}

    /// The criteria of a run without a criteria file: a client that a fault disconnected is back within a minute.
    package static let standard: Criteria = {
        var criteria = Criteria()
        criteria.reconnectSeconds = 60
        criteria.isStandard = true
        return criteria
    }()

    /// The demands, a sentence each, for the record.
    package var sentences: [String] {
        var sentences = Channel.allCases.compactMap { channel in
            limits[channel].map { limit in
                "\(Self.capitalised(channel.title)): growth of at most \(Self.rate(limit, channel))."
            }
        }
        if let reconnectSeconds {
            sentences.append("After each fault the client is back within \(Figures.duration(reconnectSeconds)).")
        }
        if let pollsPerSecond {
            sentences.append(
                "Outside faults the client polls at least \(Figures.significant(pollsPerSecond)) times a second.")
        }
        if let pollShare {
            sentences.append(
                "Outside faults the client keeps at least \(Figures.significant(100 * pollShare)) % of its first poll rate."
            )
        }
        if let tagUnreadSeconds {
            let tags = requiredTags.map { $0.joined(separator: ", ") } ?? "every tag that the client reads"
            sentences.append(
                "Outside faults none of these goes unread for more than \(Figures.duration(tagUnreadSeconds)): \(tags)."
            )
        }
        if let restartsAllowed {
            sentences.append(
                "The client is started anew at most \(Figures.counted(restartsAllowed, "time")) and runs to the end.")
        }
        return sentences
    }

    /// A rate of `channel` with its unit: `0.5 MB/h`, `3 an hour`.
    package static func rate(_ value: Double, _ channel: Channel) -> String {
        "\(Figures.significant(value)) \(channel.isMemory ? "MB/h" : "an hour")"
    }

    private static func capitalised(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() }
}
