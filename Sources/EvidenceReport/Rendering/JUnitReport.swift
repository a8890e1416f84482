import Evidence
import EvidenceAnalysis
import LeakAnalysis
import Text

/// The verdict for continuous-integration servers: one test case a channel, a criterion, and the client's end.
///
/// A leak and a criterion that is not met are failures; a doubt is a failure of type `suspicious`; what could not be
/// looked at is an error, since a missing look must not pass for a good one. The allocation counts, which alone
/// convict nobody, are skipped where the client cannot give them.
package enum JUnitReport {
    private struct Case {
        var name: String
        var result: Result = .passed
        var text: String
        /// How long it took, s: the run belongs to its end, so that a sum over the cases is the run's length.
        var seconds = 0.0
    }

    private enum Result {
        case passed
        case failure(String)
        case error(String)
        case skipped
    }

    /// The verdict as a JUnit XML text.
    package static func render(_ model: ReportModel) -> String {
        let cases =
            model.grounds.map(ground) + model.channels.map(channel) + model.criteria.map(criterion) + [clientEnd(model)]
        var failures = 0
        var errors = 0
        var skipped = 0
        for item in cases {
            switch item.result {
            case .passed: break
            case .failure: failures += 1
            case .error: errors += 1
            case .skipped: skipped += 1
            }
        }
        let suite = Escaping.markup(
            "twinsim soak \(model.facts.run.scenario)" + (model.compressed.map { " (\($0.mark.lowercased()))" } ?? ""))
        let time = seconds(model.facts.durationSeconds)
        var xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        xml +=
            "<testsuites name=\"twinsim\" tests=\"\(cases.count)\" failures=\"\(failures)\" errors=\"\(errors)\" time=\"\(time)\">\n"
        xml += "  <testsuite name=\"\(suite)\" tests=\"\(cases.count)\" failures=\"\(failures)\" errors=\"\(errors)\" "
        xml += "skipped=\"\(skipped)\" time=\"\(time)\" timestamp=\"\(Escaping.markup(timestamp(model.facts.run)))\">\n"
        xml += "    <properties>\n"
        for (name, value) in [
            ("verdict", model.overall.answer.rawValue), ("exit_status", "\(model.overall.exitStatus)"),
            ("reason", model.overall.reason), ("seed", "\(model.facts.run.seed)"), ("run", model.facts.run.uuid),
        ] {
            xml += "      <property name=\"\(name)\" value=\"\(Escaping.markup(value))\"/>\n"
        }
        xml += "    </properties>\n"
        for item in cases { xml += render(item, suite: suite) }
        return xml + "  </testsuite>\n</testsuites>\n"
    }

    private static func render(_ item: Case, suite: String) -> String {
        let time = seconds(item.seconds)
        let head = "    <testcase classname=\"\(suite)\" name=\"\(Escaping.markup(item.name))\" time=\"\(time)\""
        let message = Escaping.markup(item.text)
        switch item.result {
        case .passed: return head + ">\n      <system-out>\(message)</system-out>\n    </testcase>\n"
        case .failure(let type):
            return head
                + ">\n      <failure type=\"\(type)\" message=\"\(message)\">\(message)</failure>\n    </testcase>\n"
        case .error(let type):
            return head
                + ">\n      <error type=\"\(type)\" message=\"\(message)\">\(message)</error>\n    </testcase>\n"
        case .skipped: return head + ">\n      <skipped message=\"\(message)\"/>\n    </testcase>\n"
        }
    }

    private static func channel(_ report: ChannelReport) -> Case {
        let result: Result =
            switch report.answer {
            // Only a criterion judges it, which is a case of its own.
            case _ where report.channel.isOnlyStated: .skipped
            case .expected: .passed
            case .suspicious: .failure("suspicious")
            case .leak: .failure(report.channel.isRequired ? "leak" : "suspicious")
            case nil: report.channel.isRequired && !report.isTraced ? .error("unavailable") : .skipped
            }
        return Case(name: "\(report.channel.title): no leak", result: result, text: report.reason)
    }

    private static func ground(_ ground: Ground) -> Case {
        let result: Result =
            switch ground.state {
            case .held: .passed
            case .notHeld: .error("ground")
            case .notApplicable: .skipped
            }
        return Case(name: "ground: \(ground.kind.title)", result: result, text: ground.sentence)
    }

    private static func criterion(_ result: CriterionResult) -> Case {
        Case(
            name: "criterion \(result.name): \(result.demand)",
            result: result.isMet.map { $0 ? .passed : .failure("criterion") } ?? .error("not judged"),
            text: "measured \(result.measured)")
    }

    private static func clientEnd(_ model: ReportModel) -> Case {
        let text = "The client: \(RunDescription.clientEnd(model))."
        let result: Result =
            switch model.facts.finish?.reason {
            case .completed: .passed
            case .clientEndedEarly: .failure("client ended early")
            // The client ran as long as it was let; what ended the run is in the leaking channel's case.
            case .certainLeak: .skipped
            default: .error("cut off")
            }
        return Case(
            name: "the client runs to the planned end", result: result, text: text,
            seconds: model.facts.durationSeconds)
    }

    // The JUnit schema wants no zone and takes UTC.
    private static func timestamp(_ run: RunRecord) -> String {
        run.startedAt.hasSuffix("Z") ? String(run.startedAt.dropLast()) : run.startedAt
    }

    private static func seconds(_ value: Double) -> String {
        let milliseconds = Int64((min(max(value, 0), 1e12) * 1000).rounded())
        let fraction = String(milliseconds % 1000)
        return "\(milliseconds / 1000)." + String(repeating: "0", count: 3 - fraction.count) + fraction
    }
}
