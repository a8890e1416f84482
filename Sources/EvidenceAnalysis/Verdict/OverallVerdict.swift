import Diagnostics
import Evidence
import LeakAnalysis

/// The answer of a whole run and the exit status that goes with it.
///
/// The rule, the first line that applies:
///
/// | what | status |
/// |---|---|
/// | a signal asked twinsim to stop | 128 + signal |
/// | a required channel leaks, however the run ended | 1 |
/// | twinsim failed, or its own memory leaked | 70 |
/// | the client ended early | 3 |
/// | a criterion is not met | 4 |
/// | a channel is suspicious, a ground does not hold, a criterion could not be judged, or the run was cut off or stopped early | 2 |
/// | otherwise, and with `--fail-on leak` where a channel is suspicious and nothing else of the line above applies | 0 |
///
/// A criterion that failed is a finding and goes before a doubt. A pure function; tested by enumeration.
package struct OverallVerdict: Hashable, Sendable {
    /// The answer about leaks.
    package var answer: Answer
    /// The exit status of the program.
    package var exitStatus: ExitStatus
    /// A few words for a headline.
    package var headline: String
    /// Why, one sentence or several.
    package var reason: String

    /// One channel as far as the rule looks at it.
    package struct Input: Hashable, Sendable {
        /// The channel.
        package var channel: Channel
        /// Its answer; nil when it could not be judged.
        package var answer: Answer?
        /// The channel's own sentence.
        package var reason: String
        /// Why there was nothing to judge, a sentence without its full stop; nil when there was.
        package var blindness: String?

        /// A channel's answer.
        package init(_ channel: Channel, _ answer: Answer?, reason: String = "", blindness: String? = nil) {
            self.channel = channel
            self.answer = answer
            self.reason = reason
            self.blindness = blindness
        }

        /// What the rule looks at of `report`.
        init(_ report: ChannelReport) {
            self.init(report.channel, report.answer, reason: report.reason, blindness: report.blindness)
        }
    }

    /// Combines the channels, the criteria and the way in which the run ended.
    ///
    /// In a traced run (`isTraced`) memory is not asked for: only the other channels decide.
    /// `ending` is nil for a run that goes on or whose twinsim was killed; `harnessLeaks` says that the harness's own
    /// memory leaked; `failsOnDoubt` that a channel in doubt alone is status 2.
    package init(
        channels: [Input], criteria: [CriterionResult], grounds: [Ground] = [], ending: FinishRecord.Reason?,
        harnessLeaks: Bool = false, isTraced: Bool = false, failsOnDoubt: Bool = true
    ) {
        let required = channels.filter(\.channel.isRequired)
        // What tracing adds to is not looked at in a traced run, on purpose: that is no gap in the looking.
        let expected = Channel.allCases.filter { $0.isRequired && !(isTraced && $0.isDisturbedByTracing) }
        let blind = expected.filter { channel in
            !required.contains { $0.channel == channel && $0.answer != nil }
        }
        let leaking = required.filter { $0.answer == .leak }
        // A second opinion can raise a doubt, but it cannot convict.
        let doubtful = channels.filter { input in
            guard !input.channel.isOnlyStated else { return false }
            return input.answer == .suspicious || (input.answer == .leak && !input.channel.isRequired)
        }
        let missing = grounds.filter { $0.state == .notHeld }
        if !leaking.isEmpty {
            answer = .leak
        } else if !doubtful.isEmpty || !blind.isEmpty || !missing.isEmpty || ending == nil
            || Self.isStoppedEarly(ending)
        {
            answer = .suspicious
        } else {
            answer = .expected
        }
        let failed = criteria.filter { $0.isMet == false }
        let unjudged = criteria.filter { $0.isMet == nil }
        // What was not looked at is not let pass: a doubt is a finding, a gap is none.
        let isLetPass = !failsOnDoubt && !doubtful.isEmpty && blind.isEmpty && missing.isEmpty && ending == .completed
        (exitStatus, headline) = Self.status(
            answer: answer, leaking: leaking.map(\.channel), ending: ending, harnessLeaks: harnessLeaks,
            isCriterionFailed: !failed.isEmpty, isCriterionOpen: !unjudged.isEmpty, hasDoubt: !doubtful.isEmpty,
            isLetPass: isLetPass, missing: missing.first)
        if isTraced, exitStatus == .success { headline = "Traced: memory not judged" }
        reason = Self.sentences(
            channels: channels, leaking: leaking, doubtful: leaking.isEmpty ? doubtful : [], missing: missing,
            blind: missing.contains { $0.kind == .readable } ? [] : blind, failed: failed, unjudged: unjudged,
            ending: ending, harnessLeaks: harnessLeaks)
        if isTraced { reason = (reason.isEmpty ? "" : reason + " ") + "Memory is not judged: the run was traced." }
    }

    /// Whether the run ended before its time on the word of a look at what there was.
    private static func isStoppedEarly(_ ending: FinishRecord.Reason?) -> Bool {
        if case .certainLeak = ending { true } else { false }
    }

    private static func status(
        answer: Answer, leaking: [Channel], ending: FinishRecord.Reason?, harnessLeaks: Bool, isCriterionFailed: Bool,
        isCriterionOpen: Bool, hasDoubt: Bool, isLetPass: Bool, missing: Ground?
    ) -> (ExitStatus, String) {
        if case .interrupted(let signal) = ending {
            return (.signal(signal), answer == .leak ? "Interrupted, with a leak" : "Interrupted")
        }
        if answer == .leak { return (.leak, "Leak: " + leaking.map(\.title).joined(separator: ", ")) }
        if case .internalFault = ending { return (.internalFault, "twinsim failed") }
        if harnessLeaks { return (.internalFault, "twinsim's own memory grew") }
        if case .clientEndedEarly = ending { return (.clientEndedEarly, "The client ended early") }
        if isCriterionFailed { return (.criterionFailed, "A criterion is not met") }
        if let missing { return (.suspicious, "Inconclusive: \(missing.headline)") }
        if answer == .suspicious, !isLetPass { return (.suspicious, hasDoubt ? "Suspicious" : "Inconclusive") }
        if isCriterionOpen { return (.suspicious, "Inconclusive") }
        if isLetPass { return (.success, "Suspicious, let pass: only a leak fails this run") }
        return (.success, "No leak: expected growth only")
    }

    private static func sentences(
        channels: [Input], leaking: [Input], doubtful: [Input], missing: [Ground], blind: [Channel],
        failed: [CriterionResult], unjudged: [CriterionResult], ending: FinishRecord.Reason?, harnessLeaks: Bool
    ) -> String {
        var sentences: [String] = []
        switch ending {
        case .clientEndedEarly(let end): sentences.append("The client \(end.sentence) before the planned end.")
        case .interrupted(let signal):
            sentences.append("The run was stopped by signal \(signal) before its planned end.")
        case .certainLeak(let channel):
            sentences.append("The run was stopped early: a look found that \(channel.title) leaks for certain.")
            if !leaking.contains(where: { $0.channel == channel }) {
                sentences.append("The verdict on all that was recorded does not bear that look out.")
            }
        case .internalFault(let sentence): sentences.append("twinsim could not go on: \(sentence).")
        case nil: sentences.append("The run has no recorded end: it goes on, or twinsim was killed.")
        case .completed: break
        }
        sentences += missing.map(\.sentence)
        sentences += (leaking + doubtful).map(sentence)
        if leaking.isEmpty, doubtful.isEmpty, let memory = channels.first(where: { $0.channel == .memory }),
            memory.answer != nil
        {
            sentences.append(sentence(memory))
        }
        if !blind.isEmpty {
            sentences.append("Not looked at, so not cleared: \(names(of: blind, channels)).")
        }
        sentences += failed.map { "Criterion \($0.name) is not met: asked \($0.demand), measured \($0.measured)." }
        sentences += unjudged.map { "Criterion \($0.name) could not be judged: \($0.measured)." }
        if harnessLeaks { sentences.append("twinsim's own memory leaked, so its figures are in doubt.") }
        return sentences.joined(separator: " ")
    }

    /// The channels with why they could not be read, once for several in a row that share the reason.
    private static func names(of blind: [Channel], _ channels: [Input]) -> String {
        let reasons = blind.map { channel in
            channels.first { $0.channel == channel }?.blindness
        }
        return blind.indices.map { index in
            guard let reason = reasons[index], index + 1 == blind.count || reasons[index + 1] != reason else {
                return blind[index].title
            }
            return "\(blind[index].title) (\(reason))"
        }.joined(separator: ", ")
    }

    // The channel's name leads its sentence, unless the sentence begins with it.
    private static func sentence(_ input: Input) -> String {
        let title = input.channel.title
        let name = title.prefix(1).uppercased() + title.dropFirst()
        return input.reason.lowercased().hasPrefix(title.lowercased()) ? input.reason : "\(name): \(input.reason)"
    }

    /// The verdict on a compressed run, marked as such: it never reads as one on real hours.
    ///
    /// A client whose clock ran faster and which did not work faster has shown nothing: a clean answer on it becomes a
    /// doubt with status 2.
    package func marked(_ run: CompressedRun?) -> OverallVerdict {
        guard let run else { return self }
        var verdict = self
        if exitStatus == .success, run.missedItsFactor {
            verdict.answer = .suspicious
            verdict.exitStatus = .suspicious
            verdict.headline = "\(run.mark): the client was not faster"
        } else {
            verdict.headline =
                "\(run.mark): " + (headline.hasPrefix("No leak") ? run.cleanHeadline : headline.lowercasedFirst)
        }
        verdict.reason = (run.findings + [reason]).filter { !$0.isEmpty }.joined(separator: " ")
        if run.acceleration != nil {
            verdict.reason += " Its hours are those of the accelerated run; it is marked accelerated and is no "
            verdict.reason += "verdict on real hours."
        }
        return verdict
    }
}

extension String {
    /// The text with its first letter small, for a place within a sentence; a name like `twinsim` is small already.
    fileprivate var lowercasedFirst: String { prefix(1).lowercased() + dropFirst() }
}
