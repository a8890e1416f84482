import ArgumentParser
import EvidenceStore
import SoakHarness
import TwinRuntime

/// `twinsim report`: verdict and report of an evidence folder, derived anew.
struct Report: ParsableCommand {
    /// The formats of a report.
    enum Format: String, CaseIterable, ExpressibleByArgument {
        case html, md, json, junit
    }

    static let configuration = CommandConfiguration(
        abstract: "Derive verdict and report from an evidence folder again.",
        discussion: """
            Works on the folder of a run that ended, was interrupted or killed, or is still going on. The exit status is \
            that of the verdict.

            Example: twinsim report evidence/demo --format md
            """)

    @Argument(help: ArgumentHelp("An evidence folder.", valueName: "DIR"))
    var folder: String

    @Option(help: ArgumentHelp("html, md, json or junit.", valueName: "FORMAT"))
    var format: Format = .md

    @Option(help: ArgumentHelp("Judge by this criteria file in place of the recorded criteria.", valueName: "FILE"))
    var criteria: String?

    @Option(
        help: ArgumentHelp(
            "What fails the run, doubt or leak, in place of what was recorded with it.", valueName: "WHAT"))
    var failOn: FailPolicy?

    @Option(help: ArgumentHelp("Write to this file instead of standard output.", valueName: "FILE"))
    var output: String?

    private var failsOnDoubt: Bool? { failOn.map { $0 == .doubt } }

    func run() throws {
        let evidence = EvidenceFolder(folder)
        let judgement =
            if let criteria {
                try EvidenceJudge.judge(
                    evidence, by: try CriteriaOption.text(criteria), file: criteria, failsOnDoubt: failsOnDoubt)
            } else {
                try EvidenceJudge.judge(evidence, failsOnDoubt: failsOnDoubt)
            }
        let text =
            switch format {
            case .html: judgement.html
            case .md: judgement.markdown
            case .json: judgement.verdict.pretty + "\n"
            case .junit: judgement.junit
            }
        try OutputFile.write(text, to: output)
        throw ExitWith(judgement.exitStatus)
    }
}
