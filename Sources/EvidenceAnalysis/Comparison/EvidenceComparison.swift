import Diagnostics
import LeakAnalysis
import Text

/// Two runs side by side: what the revision between them changed.
package struct EvidenceComparison: Sendable {
    /// The first run.
    package let before: ReportModel
    /// The second run.
    package let after: ReportModel
    /// Each channel of both.
    package let channels: [ChannelComparison]
    /// What the revision did, over all required channels.
    package let answer: ComparisonAnswer
    /// Why, sentences.
    package let reason: String
    /// 0 when the leak is fixed or the second run shows none, 1 when the second run leaks, 2 when nobody can tell.
    package let exitStatus: ExitStatus
    /// In what the two runs differ besides the revision, a sentence each.
    package let differences: [String]

    /// Compares `after` with `before`.
    package init(before: ReportModel, after: ReportModel) {
        self.before = before
        self.after = after
        channels = before.channels.compactMap { first in
            after.channels.first { $0.channel == first.channel }.map { ChannelComparison(before: first, after: $0) }
        }
        differences = Self.differences(before, after)
        let required = channels.filter(\.channel.isRequired)
        let leaked = required.filter { $0.before.answer == .leak }
        let isClean = Self.isClean(after)
        // The hours of two runs at different speeds are not the same hours.
        let speeds = [before, after].map { $0.compressed?.acceleration?.asked ?? 1 }
        let isComparable = speeds[0] == speeds[1]
        answer =
            isComparable ? Self.answer(required: required, leaked: leaked, isClean: isClean) : .cannotTell
        if required.contains(where: { $0.after.answer == .leak }) {
            exitStatus = .leak
        } else {
            exitStatus = isComparable && isClean && leaked.allSatisfy { $0.answer == .fixed } ? .success : .suspicious
        }
        let sentences = Self.sentences(
            required: required, leaked: leaked, answer: answer, isClean: isClean, after: after)
        reason =
            (isComparable ? "" : "The two runs went at different speeds, so their rates cannot be compared. ")
            + sentences
    }

    /// Whether a run clears its client: every required channel looked at, no doubt, and the client lived to the end.
    private static func isClean(_ model: ReportModel) -> Bool {
        switch model.facts.finish?.reason {
        case .clientEndedEarly, .certainLeak, .internalFault: false
        case .completed, .interrupted, nil: model.overall.answer == .expected
        }
    }

    private static func answer(
        required: [ChannelComparison], leaked: [ChannelComparison], isClean: Bool
    ) -> ComparisonAnswer {
        if required.contains(where: { $0.answer == .worse }) { return .worse }
        if required.contains(where: { $0.after.answer == .leak && $0.answer == .cannotTell }) { return .cannotTell }
        if leaked.isEmpty {
            if required.contains(where: { $0.answer == .improved }) { return .improved }
            guard isClean else { return .cannotTell }
            if required.allSatisfy({ $0.answer == .unchanged }) { return .unchanged }
            return required.allSatisfy(\.answer.showsNoChange) ? .notShown : .cannotTell
        }
        if leaked.contains(where: { $0.answer == .cannotTell }) { return .cannotTell }
        if leaked.allSatisfy({ $0.answer == .fixed }) { return isClean ? .fixed : .improved }
        if leaked.contains(where: { $0.answer == .improved || $0.answer == .fixed }) { return .improved }
        return leaked.contains { $0.answer == .notShown } ? .notShown : .unchanged
    }

    private static func sentences(
        required: [ChannelComparison], leaked: [ChannelComparison], answer: ComparisonAnswer, isClean: Bool,
        after: ReportModel
    ) -> String {
        var sentences: [String] = []
        if leaked.isEmpty, required.allSatisfy(\.answer.showsNoChange) {
            sentences.append("Neither run shows a leak.")
        }
        for comparison in required where comparison.before.answer == .leak || comparison.answer != .unchanged {
            let title = comparison.channel.title
            var sentence = "\(title.prefix(1).uppercased())\(title.dropFirst()): \(comparison.reason)"
            if let change = comparison.change, let before = MeasuredRate(perHourOf: comparison.before.verdict),
                let now = MeasuredRate(perHourOf: comparison.after.verdict)
            {
                let unit = comparison.channel.isMemory ? "MB/h" : "an hour"
                sentence.removeLast()
                sentence +=
                    " (from \(Figures.signed(before.value)) to \(Figures.signed(now.value)) \(unit), a change of "
                    + "\(Figures.signed(change.value)), 95 % interval \(Figures.interval(change.low, change.high)))."
            }
            sentences.append(sentence)
        }
        if !isClean, !required.contains(where: { $0.after.answer == .leak }) {
            sentences.append("The second run does not clear the client: \(after.overall.reason)")
        }
        return sentences.joined(separator: " ")
    }

    private static func differences(_ before: ReportModel, _ after: ReportModel) -> [String] {
        let first = before.facts.run
        let second = after.facts.run
        var sentences: [String] = []
        func note(_ what: String, _ old: String, _ new: String) {
            if old != new { sentences.append("\(what): \(old) before, \(new) after.") }
        }
        if first.uuid == second.uuid { sentences.append("Both folders hold the same run.") }
        note("Scenario", first.scenario, second.scenario)
        note("Fault plan", first.faultPlanName ?? "none", second.faultPlanName ?? "none")
        if first.faultPlanName == second.faultPlanName, first.faultPlanText != second.faultPlanText {
            sentences.append("The fault plan's text differs.")
        }
        note("Seed", "\(first.seed)", "\(second.seed)")
        note("Sampling interval", Figures.duration(first.intervalSeconds), Figures.duration(second.intervalSeconds))
        note("Processors", "\(first.host.processors)", "\(second.host.processors)")
        note("Operating system", first.host.operatingSystem, second.host.operatingSystem)
        note("twinsim", first.programVersion, second.programVersion)
        note("Speed", speed(before), speed(after))
        note("Events", events(before), events(after))
        let lengths = (before.facts.durationSeconds, after.facts.durationSeconds)
        if min(lengths.0, lengths.1) < 0.8 * max(lengths.0, lengths.1) {
            note("Length", Figures.duration(lengths.0), Figures.duration(lengths.1))
        }
        if let old = before.meanPollsPerSecond, let new = after.meanPollsPerSecond, min(old, new) < 0.8 * max(old, new)
        {
            sentences.append(
                "Requests: \(Figures.significant(old)) a second before, \(Figures.significant(new)) after; growth that "
                    + "comes with requests is not comparable by the hour.")
        }
        return sentences
    }

    private static func speed(_ model: ReportModel) -> String {
        model.compressed?.acceleration.map { "accelerated ×\(Figures.factor($0.asked))" } ?? "real time"
    }

    private static func events(_ model: ReportModel) -> String {
        model.compressed?.eventRate.map { "×\($0.factor)" } ?? "as the plan says"
    }
}
