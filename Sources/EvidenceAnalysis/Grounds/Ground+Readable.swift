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
            if case .unavailable(let reason) = report.outcome {
                missing.append((report.channel, 1, reason))
                continue
            }
            let reasons = facts.unavailable.filter { report.channel.row.explained.contains($0.quantity) }
            guard !reasons.isEmpty, moments > 0 else { continue }
            let share = unreadShare(facts, reasons)
            if share > mostUnreadShare { missing.append((report.channel, share, reasons[0].reason)) }
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

    /// The share of the run in which one of these readings was missing of some process.
    private static func unreadShare(_ facts: EvidenceFacts, _ readings: [UnavailableReading]) -> Double {
        var covered = 0.0
        var end = 0.0
        for reading in readings.sorted(by: { $0.fromSeconds < $1.fromSeconds }) {
            let own = facts.processes.first { $0.process == reading.process }?.lastSeenSeconds
            let to = reading.toSeconds ?? own ?? facts.durationSeconds
            covered += max(0, to - max(end, reading.fromSeconds))
            end = max(end, to)
        }
        return facts.durationSeconds > 0 ? covered / facts.durationSeconds : 0
    }
}
