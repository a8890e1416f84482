import ArgumentParser
import EvidenceAnalysis
import EvidenceStore

/// `twinsim status`: how a soak stands.
struct Status: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show how a soak stands: elapsed and remaining time, current figures, storms.",
        discussion: """
            Works on the folder of a soak that is running, ended, or was killed, and does not disturb it. The exit status \
            says whether the folder could be read, not what the soak found.

            Example: twinsim status evidence/demo --json
            """)

    @Argument(help: ArgumentHelp("An evidence folder.", valueName: "DIR"))
    var folder: String

    @Flag(help: "Print one JSON object.")
    var json = false

    func run() throws {
        let reader = try EvidenceReader(EvidenceFolder(folder))
        // The lock is looked at first: a soak that ends meanwhile must not look killed.
        let isBeingWritten = reader.isBeingWritten
        let status = RunStatus(try reader.status(), isBeingWritten: isBeingWritten)
        if json { Console.print(status.json.compact) } else { Console.printRaw(status.document.text) }
    }
}
