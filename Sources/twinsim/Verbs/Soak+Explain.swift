import EvidenceStore
import SoakHarness
import Text

extension Soak {
    /// Whether a judged run is to be explained: something in it gives a reason, and something in it can be traced, Python, Node.js or
    /// a native program.
    func wantsExplanation(_ judgement: Judgement) -> Bool {
        guard tracingOptions.explain == .auto, judgement.model.growth == nil,
            judgement.model.asksWhereItGrows
        else { return false }
        if case .interrupted = judgement.model.facts.finish?.reason { return false }
        return judgement.model.facts.events.contains {
            $0.kind == .runtime && ["python", "node", "native"].contains($0.subject)
        }
    }

    /// Runs the client again, traced, and judges the first run anew with what that says.
    ///
    /// The first run's verdict and exit status stand, whatever becomes of the second.
    func explained(_ judgement: Judgement, of first: SoakConfiguration) throws -> Judgement {
        let folder = EvidenceFolder(first.evidencePath)
        var second = first
        second.resumption = nil
        second.evidencePath = folder.explanation.path
        second.seconds = tracingOptions.explainSeconds(after: judgement.model.facts.durationSeconds)
        second.criteria = .standard
        second.criteriaText = nil
        second.stopsOnLeak = false
        second.note = "explains \(judgement.model.facts.run.uuid)"
        second.tracing = tracingOptions.tracing
        Console.error(
            "explain: \(judgement.model.overall.headline); the client runs again, traced, for "
                + "\(Figures.duration(second.seconds)), to say where it grows")
        let line = ProgressLine()
        do {
            try SoakHarness.Soak(second) { line.show($0) }.run()
            line.end()
            try EvidenceJudge.judge(folder.explanation).write(to: folder.explanation)
        } catch {
            line.end()
            // The finding of the first run is not lost because the second one failed.
            Console.error("explain: the second run failed: \(error)")
        }
        return try EvidenceJudge.judge(folder)
    }
}
