import ArgumentParser
import LeakAnalysis
import SoakHarness
import Text

/// `twinsim analyze`: the verdict on samples from anywhere.
struct Analyze: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Judge memory samples from CSV files: expected growth, suspicious, or leak.",
        discussion: """
            Columns time_s and value_mb; optional storm, 1 at the start of a storm and 0 elsewhere; a storm's row may \
            have no value; optional segment, a number that changes where the process was started anew. Without it a \
            restart is not guessed at. Other columns are passed over.

            Rows stand in the order in which they were written: a clock that was set back is carried on from the row before. \
            Of a file with more than a million rows the medians of a few readings each are judged. \
            With several files the exit status is that of the worst single verdict.

            Example: twinsim analyze --json rss.csv
            """)

    @Argument(help: ArgumentHelp("Sample files.", valueName: "FILE.csv"))
    var files: [String]

    @Flag(help: "Print one JSON object a file.")
    var json = false

    func run() throws {
        var worst = Answer.expected
        for file in files {
            let (series, group) = try SampleFile.series(file)
            if group > 1 {
                Console.error("\(file): the file is long; the median of each \(group) readings is judged")
            }
            let verdict = LeakAnalysis.judgeMemory(series)
            worst = max(worst, verdict.answer)
            Console.print(json ? Self.object(verdict, file: file).compact : Self.line(verdict, file: file))
        }
        switch worst {
        case .expected: break
        case .suspicious: throw ExitWith(.suspicious)
        case .leak: throw ExitWith(.leak)
        }
    }

    private static func line(_ verdict: Verdict, file: String) -> String {
        "\(file): \(verdict.answer.rawValue): \(verdict.reason)"
    }

    private static func object(_ verdict: Verdict, file: String) -> JSONValue {
        [
            "file": .string(file), "verdict": .string(verdict.answer.rawValue), "reason": .string(verdict.reason),
            "rate_mb_per_hour": .optional(verdict.ratePerHour), "interval_low": .optional(verdict.intervalLow),
            "interval_high": .optional(verdict.intervalHigh),
            "detectable_mb_per_hour": .optional(verdict.detectablePerHour),
            "hours_needed": .optional(verdict.hoursNeeded), "per_storm_mb": .optional(verdict.perStormOfCause),
        ]
    }
}
