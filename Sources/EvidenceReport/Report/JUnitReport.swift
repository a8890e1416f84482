import Evidence
import EvidenceAnalysis
import LeakAnalysis
import Text

/// The verdict for continuous-integration servers: one test case a channel, a criterion, and the client's end.
///
/// A leak and a criterion that is not met are failures; a doubt is a failure of type `suspicious`, or skipped in a run that
/// only a leak fails; what could not be looked at is an error, since a missing look must not pass for a good one. The
/// allocation counts, which alone convict nobody, are skipped where the client cannot give them.
package enum JUnitReport {
    /// The verdict as a JUnit XML text.
    package static func render(_ model: ReportModel) -> String {
        let run = model.facts.run
        return JUnitSuite(
            name: "twinsim soak \(run.scenario)" + (model.compressed.map { " (\($0.mark.lowercased()))" } ?? ""),
            startedAt: run.startedAt,
            properties: [
                ("verdict", model.overall.answer.rawValue), ("exit_status", "\(model.overall.exitStatus)"),
                ("reason", model.overall.reason), ("seed", "\(run.seed)"), ("run", run.uuid),
            ],
            cases: model.grounds.map(ground) + model.channels.map { channel($0, failsOnDoubt: run.failsOnDoubt) }
                + model.criteria.map(criterion)
                + [clientEnd(model)]
        ).xml
    }

    private static func channel(_ report: ChannelReport, failsOnDoubt: Bool) -> JUnitCase {
        let result: JUnitCase.Result =
            switch report.answer {
            // Only a criterion judges it, which is a case of its own.
            case _ where report.channel.isOnlyStated: .skipped
            case .expected: .passed
            case .leak where report.channel.isRequired: .failure("leak")
            case .suspicious, .leak: failsOnDoubt ? .failure("suspicious") : .skipped
            case nil: report.channel.isRequired && !report.isTraced ? .error("unavailable") : .skipped
            }
        return JUnitCase(name: "\(report.channel.title): no leak", result: result, text: report.reason)
    }

    private static func ground(_ ground: Ground) -> JUnitCase {
        let result: JUnitCase.Result =
            switch ground.state {
            case .held: .passed
            case .notHeld: .error("ground")
            case .notApplicable: .skipped
            }
        return JUnitCase(name: "ground: \(ground.kind.title)", result: result, text: ground.sentence)
    }

    private static func criterion(_ result: CriterionResult) -> JUnitCase {
        JUnitCase(
            name: "criterion \(result.name): \(result.demand)",
            result: result.isMet.map { $0 ? .passed : .failure("criterion") } ?? .error("not judged"),
            text: "measured \(result.measured)")
    }

    private static func clientEnd(_ model: ReportModel) -> JUnitCase {
        var text = "The client: \(RunDescription.clientEnd(model))."
        if let output = model.facts.lastWords {
            text += " Its last words, \(output.log): " + output.lastLines.suffix(3).joined(separator: " / ")
        }
        let result: JUnitCase.Result =
            switch model.facts.finish?.reason {
            case .completed: .passed
            case .clientEndedEarly: .failure("client ended early")
            // The client ran as long as it was let; what ended the run is in the leaking channel's case.
            case .certainLeak: .skipped
            default: .error("cut off")
            }
        return JUnitCase(
            name: "the client runs to the planned end", result: result, text: text,
            seconds: model.facts.durationSeconds)
    }
}
