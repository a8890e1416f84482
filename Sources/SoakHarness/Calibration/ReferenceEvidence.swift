import Evidence
import EvidenceAnalysis
import EvidenceStore
import LeakAnalysis
import ProcessProbes
import TwinRuntime

/// Reads what came of the soak of a reference client: the verdict from its evidence, the truth from its log.
enum ReferenceEvidence {
    /// The largest log of a reference client, in bytes: twice what a soak keeps of a client's output.
    private static let largestLogBytes = 2 * ClientLaunch.defaultLogLimitBytes
    /// The statuses of a soak that came to a verdict on its client.
    private static let verdictStatuses: ClosedRange<Int32> = 0...4

    /// The result of the soak of `reference` that ended like this; nil: it did not end in time.
    static func result(
        of reference: ReferenceClient, ended end: ClientEnd?, _ configuration: CalibrationConfiguration
    ) -> ReferenceResult {
        let log = "\(reference.name).log"
        guard let end else {
            return ReferenceResult(reference, failed: "its soak did not end in time, see \(log)")
        }
        let folder = EvidenceFolder(configuration.evidence(of: reference))
        let model: ReportModel
        do {
            model = try EvidenceJudge.judge(folder).model
        } catch {
            return ReferenceResult(reference, failed: "its soak \(end) and left no evidence, see \(log)")
        }
        var result = ReferenceResult(
            reference, seconds: model.facts.durationSeconds,
            ledger: (try? ScenarioFolder.text(folder.clientLog, limit: largestLogBytes))
                .flatMap(ReferenceLedger.init(lastIn:)),
            storms: model.facts.effectiveStormTimes.count,
            separateStorms: model.channels.first { $0.channel == reference.channel }?.verdict?.storms.count ?? 0,
            verdicts: Dictionary(
                uniqueKeysWithValues: model.channels.compactMap { report in
                    report.verdict.map { (report.channel, $0) }
                }))
        result.problem = problem(of: model, end: end, log: log)
        return result
    }

    /// Why the soak proves nothing; nil when it ran to its planned end.
    private static func problem(of model: ReportModel, end: ClientEnd, log: String) -> String? {
        switch model.facts.finish?.reason {
        case .clientEndedEarly(let how): return "the reference client \(how.sentence) before the planned end"
        case .interrupted(let signal): return "its soak was stopped by signal \(signal)"
        case .internalFault(let sentence): return "its soak could not go on: \(sentence)"
        case .certainLeak: return "its soak was ended early"
        case nil: return "its soak has no recorded end, see \(log)"
        case .completed: break
        }
        if case .exited(let status) = end, verdictStatuses.contains(status) { return nil }
        return "its soak \(end), see \(log)"
    }
}
