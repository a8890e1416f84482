import ArgumentParser
import LeakCorpus

/// `twinsim-accuracy`: the figures of Docs/Verdict.md, measured on made-up processes of known truth.
@main
struct AccuracyReport: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "twinsim-accuracy",
        abstract: "Measure how well the verdict tells leaks from growth that ends, beside the simple rules in use.",
        discussion: """
            Prints Markdown tables on standard output and progress on standard error. The same seed gives the same tables.

            Example: twinsim-accuracy --quick
            """)

    /// The seeds on which rules were chosen and numbers set; never the ones that are printed.
    static let tuningSeeds: [UInt64] = [1, 2, 3, 4, 5]

    @Flag(help: "10 series a class in place of 100: a look in some seconds, not a measurement.")
    var quick = false

    @Option(help: ArgumentHelp("Series a class.", valueName: "N"))
    var count: Int?

    @Option(help: ArgumentHelp("The seed to judge on; tuning uses 1 to 5.", valueName: "N"))
    var seed: UInt64 = 20_261_121

    func validate() throws {
        if let count, !(1...10_000).contains(count) { throw ValidationError("--count is from 1 to 10000.") }
    }

    func run() throws {
        let count = count ?? (quick ? 10 : 100)
        let progress = Progress()
        let tables = AccuracyTables(count: count, seed: seed) { progress.show($0) }
        print(
            "Corpus: \(count) series a class and length, seed \(seed); tuning seeds "
                + Self.tuningSeeds.map(String.init).joined(separator: ", ")
                + (Self.tuningSeeds.contains(seed) ? " (this is one of them)" : "") + ".\n")
        print(tables.methods())
        print(tables.classes())
        print(tables.noise())
        print(tables.flaws())
        print(tables.earlyStops())
        progress.end()
    }
}
