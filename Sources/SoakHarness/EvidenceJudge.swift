import EvidenceReport
import EvidenceStore
import LeakAnalysis

/// Derives the verdict and the reports from an evidence folder, of today's soak or of last month's.
package enum EvidenceJudge {
    /// Reads the folder and judges what is in it.
    ///
    /// - Throws: `StoreError` when it holds no readable evidence.
    package static func judge(_ folder: EvidenceFolder) throws(StoreError) -> Judgement {
        let facts = try EvidenceReader(folder).facts()
        return Judgement(model: ReportModel(judging: facts))
    }
}
