import ArgumentParser
import EvidenceAnalysis
import EvidenceStore
import SoakHarness

/// `twinsim compare`: two evidence folders side by side.
struct Compare: ParsableCommand {
    /// The formats of a comparison.
    enum Format: String, CaseIterable, ExpressibleByArgument {
        case html, md, json, junit
    }

    static let configuration = CommandConfiguration(
        abstract: "Put two soaks side by side: what did the revision change?",
        discussion: """
            Both folders are judged anew. Each channel's growth is shown before and after with 95 % intervals, with their \
            difference, and with an answer: fixed, improved, unchanged, no change shown (the interval is too wide to say \
            that nothing changed), worse, or cannot tell.

            Exit status: 0 fixed, or no leak in AFTER; 1 AFTER leaks; 2 cannot tell.

            Example: twinsim compare soak-1a2b3c soak-4d5e6f --format md
            """)

    @Argument(help: ArgumentHelp("The evidence folder of the old revision.", valueName: "BEFORE"))
    var before: String

    @Argument(help: ArgumentHelp("The evidence folder of the new revision.", valueName: "AFTER"))
    var after: String

    @Option(help: ArgumentHelp("html, md, json or junit.", valueName: "FORMAT"))
    var format: Format = .md

    @Flag(help: "The same as --format json.")
    var json = false

    @Option(help: ArgumentHelp("Write to this file instead of standard output.", valueName: "FILE"))
    var output: String?

    func run() throws {
        let comparison = EvidenceComparison(
            before: try EvidenceJudge.judge(EvidenceFolder(before)).model,
            after: try EvidenceJudge.judge(EvidenceFolder(after)).model)
        let text =
            switch json ? .json : format {
            case .html: comparison.document.html
            case .md: comparison.document.markdown
            case .json: comparison.json.pretty + "\n"
            case .junit: comparison.junit
            }
        try OutputFile.write(text, to: output)
        throw ExitWith(comparison.exitStatus)
    }
}
