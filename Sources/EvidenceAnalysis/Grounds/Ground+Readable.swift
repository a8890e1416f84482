import Evidence
import Text

extension Ground {
    /// The share of the samples at which a reading of a required channel may be missing.
    static let mostUnreadShare = 0.05

    /// Whether the readings of the required channels could be taken.
    static func readable(_ facts: EvidenceFacts, _ channels: [ChannelReport]) -> Ground {
        let moments = facts[.children].count
        var missing: [(channel: Channel, share: Double, reason: String)] = []
        for report in channels where report.channel.isRequired && !report.isTraced {
            if let reason = report.blindness {
                missing.append((report.channel, 1, reason))
                continue
            }
            guard moments > 0, facts.durationSeconds > 0,
                let unread = facts.unavailability(of: report.channel)
            else { continue }
            let share = unread.seconds / facts.durationSeconds
            if share > mostUnreadShare { missing.append((report.channel, share, unread.reason)) }
        }
        guard !missing.isEmpty else {
            return held(
                .readable, "\(channels.count { $0.channel.isRequired && $0.verdict != nil }) channels read",
                "Every channel that is judged could be read.")
        }
        let parts = missing.map {
            "\($0.channel.title) "
                + ($0.share < 1 ? "for \(Figures.significant(100 * $0.share, digits: 2)) % of the run " : "")
                + "(\($0.reason.withoutFullStop))"
        }
        return notHeld(
            .readable, "\(missing.map(\.channel.title).joined(separator: ", ")) not read",
            headline: "\(missing.map(\.channel.title).joined(separator: ", ")) could not be read",
            "Not looked at, so not cleared: \(parts.joined(separator: "; ")).")
    }
}
