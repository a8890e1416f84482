import Evidence
import Text

extension Ground {
    /// The share of the run that may go without samples.
    static let mostUnsampledShare = 0.1

    /// Whether the samples cover the run.
    static func sampled(_ facts: EvidenceFacts) -> Ground {
        let samples = facts[.children].count
        guard samples > 0 else {
            return notHeld(
                .sampled, "0 samples", headline: "the client was never sampled",
                "Not one sample of the client's processes was taken.")
        }
        let blind = facts.gaps.reduce(0) { $0 + max(0, $1.toSeconds - $1.fromSeconds) }
        let share = facts.durationSeconds > 0 ? blind / facts.durationSeconds : 0
        let figure =
            "\(Figures.counted(samples, "sample"))"
            + (blind > 0 ? ", \(Figures.significant(100 * share, digits: 2)) % not sampled" : "")
        guard share > mostUnsampledShare else {
            return held(.sampled, figure, "\(Figures.counted(samples, "sample")) cover the run.")
        }
        var byReason: [String: Double] = [:]
        for gap in facts.gaps { byReason[gap.reason, default: 0] += max(0, gap.toSeconds - gap.fromSeconds) }
        let reasons = byReason.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(3).map {
            "\(Figures.duration($0.value)): \($0.key.withoutFullStop)"
        }
        return notHeld(
            .sampled, figure, headline: "the samples do not cover the run",
            "\(Figures.duration(blind)) of \(Figures.duration(facts.durationSeconds)) were not sampled "
                + "(\(Figures.significant(100 * mostUnsampledShare)) % are allowed): "
                + "\(reasons.joined(separator: "; ")).")
    }
}

extension String {
    /// The sentence as part of another.
    var withoutFullStop: String { hasSuffix(".") ? String(dropLast()) : self }
}
