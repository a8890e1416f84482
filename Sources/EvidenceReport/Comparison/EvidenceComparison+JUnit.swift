import EvidenceAnalysis

extension EvidenceComparison {
    /// The comparison for continuous-integration servers: a test case a channel that was looked at in both runs, and one
    /// for the whole answer, which alone says what the exit status says.
    package var junit: String {
        let cases = shown.map { comparison in
            JUnitCase(
                name: "\(comparison.channel.title): not worse", result: Self.result(comparison),
                text: "\(comparison.answer.title): \(comparison.reason)")
        }
        let run = after.facts.run
        return JUnitSuite(
            name: "twinsim compare \(run.scenario)", startedAt: run.startedAt,
            properties: [
                ("answer", answer.rawValue), ("exit_status", "\(exitStatus)"), ("reason", reason),
                ("before", before.facts.run.uuid), ("after", run.uuid),
            ], cases: cases + [whole]
        ).xml
    }

    private static func result(_ comparison: ChannelComparison) -> JUnitCase.Result {
        // A second opinion convicts nobody.
        guard comparison.channel.isRequired else { return comparison.answer == .worse ? .skipped : .passed }
        return switch comparison.answer {
        case .fixed, .improved, .unchanged, .notShown: comparison.after.answer == .leak ? .failure("leak") : .passed
        case .worse: .failure("worse")
        case .cannotTell: .error("cannot tell")
        }
    }

    private var whole: JUnitCase {
        let result: JUnitCase.Result =
            switch exitStatus {
            case .success: .passed
            case .leak: .failure("leak")
            default: .error("cannot tell")
            }
        return JUnitCase(
            name: "the revision: \(answer.title)", result: result, text: reason, seconds: after.facts.durationSeconds)
    }
}
