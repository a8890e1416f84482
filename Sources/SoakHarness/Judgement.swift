import Diagnostics
import EvidenceAnalysis
import EvidenceReport
import EvidenceStore
import Text

/// A judged run: the model of its report, and how to write it down.
package struct Judgement: Sendable {
    /// Everything that the reports say.
    package let model: ReportModel

    /// The exit status that the verdict asks for.
    package var exitStatus: ExitStatus { model.overall.exitStatus }
    /// The report as one self-contained page.
    package var html: String { model.document.html }
    /// The report as Markdown.
    package var markdown: String { model.document.markdown }
    /// The report for continuous-integration servers.
    package var junit: String { JUnitReport.render(model) }
    /// The verdict for programs.
    package var verdict: JSONValue { VerdictDocument.value(model) }

    /// Writes `report.html`, `report.md`, `verdict.json` and `junit.xml` into the evidence folder.
    ///
    /// - Throws: `StoreError` when one of them cannot be written; those before it stand.
    package func write(to folder: EvidenceFolder) throws(StoreError) {
        try TextFile.write(html, to: folder.htmlReport)
        try TextFile.write(markdown, to: folder.markdownReport)
        try TextFile.write(VerdictDocument.render(model), to: folder.verdict)
        try TextFile.write(junit, to: folder.junit)
    }
}
