import Diagnostics
import Evidence
import EvidenceAnalysis
import EvidenceStore
import LeakAnalysis
import ScenarioFiles

/// Derives the verdict and the reports from an evidence folder, of today's soak or of last month's.
package enum EvidenceJudge {
    /// Reads the folder and judges what is in it, by the criteria that were recorded with it.
    ///
    /// - Parameter failsOnDoubt: whether a doubt fails the run; nil for what was recorded with it.
    /// - Throws: `StoreError` when it holds no readable evidence, or criteria that cannot be read.
    package static func judge(
        _ folder: EvidenceFolder, failsOnDoubt: Bool? = nil
    ) throws(StoreError) -> Judgement {
        var facts = try EvidenceReader(folder).facts()
        facts.run.failsOnDoubt = failsOnDoubt ?? facts.run.failsOnDoubt
        // The standard criterion is a time, which an accelerated run has none of.
        var criteria = Acceleration(recordedIn: facts.events) == nil ? Criteria.standard : Criteria()
        if let text = facts.run.criteriaText {
            do {
                criteria = try CriteriaFile.parse(text, file: "criteria")
            } catch {
                throw .corrupt(path: folder.path, reason: "its criteria cannot be read: \(error)")
            }
        }
        return Judgement(model: explained(ReportModel(judging: facts, by: criteria), in: folder))
    }

    /// Adds where the client grows: by a second run made to explain this one, else by this run's own snapshots.
    private static func explained(_ model: ReportModel, in folder: EvidenceFolder) -> ReportModel {
        let growth =
            TraceFolder.read(folder.explanation.trace, source: .explain)
            ?? TraceFolder.read(folder.trace, source: .trace)
        return model.explained(by: growth)
            .counted(by: NativeTraceFolder.read(folder.native) ?? NativeTraceFolder.read(folder.trace))
    }

    /// Reads the folder and judges what is in it by other criteria than those recorded with it.
    ///
    /// - Throws: `StoreError` as above, `InvalidInput` for findings in `text`, the content of `file`.
    package static func judge(
        _ folder: EvidenceFolder, by text: String, file: String, failsOnDoubt: Bool? = nil
    ) throws -> Judgement {
        var facts = try EvidenceReader(folder).facts()
        let tags = facts.tagGaps.map(\.tag)
        let criteria = try CriteriaFile.parse(text, file: file, tags: tags.isEmpty ? nil : tags)
        facts.run.failsOnDoubt = failsOnDoubt ?? facts.run.failsOnDoubt
        facts.run.criteriaText = text
        facts.run.definitionOfCorrect = DefinitionOfCorrect.standard + criteria.sentences
        return Judgement(model: explained(ReportModel(judging: facts, by: criteria), in: folder))
    }
}
