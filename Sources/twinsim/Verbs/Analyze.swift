import ArgumentParser
import Diagnostics
import LeakAnalysis
import SoakHarness
import Text
import TwinRuntime

/// `twinsim analyze`: the verdict on samples from anywhere.
struct Analyze: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Judge memory samples from CSV files: expected growth, suspicious, or leak.",
        discussion: """
            Columns time_s and value_mb; optional storm, 1 at the start of a storm and 0 elsewhere; a storm's row may
            have no value; optional segment, a number that changes where the process was started anew. Without it a
            restart is not guessed at. Other columns are passed over.

            Rows stand in the order in which they were written: a clock that was set back is carried on from the row before.
            With several files the exit status is that of the worst single verdict.

            Example: twinsim analyze --json rss.csv
            """)

    /// The largest sample file, in bytes: 256 MiB, more than 72 h at 20 samples a second.
    static let largestFileBytes = 256 << 20

    @Argument(help: ArgumentHelp("Sample files.", valueName: "FILE.csv"))
    var files: [String]

    @Flag(help: "Print one JSON object a file.")
    var json = false

    func run() throws {
        var worst = Answer.expected
        for file in files {
            let series = try Self.series(try ScenarioFolder.text(file, limit: Self.largestFileBytes), file: file)
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

    /// The samples of a table.
    ///
    /// - Throws: `InvalidInput` with ANA001 for a missing column, ANA002 for a cell that is no number.
    static func series(_ text: String, file: String) throws(InvalidInput) -> Series {
        let table = try CSVTable(text, file: file)
        guard let timeColumn = table.column("time_s"), let valueColumn = table.column("value_mb") else {
            throw InvalidInput([
                Diagnostic(
                    code: "ANA001", file: file, position: .start,
                    message: "the first line names no column "
                        + (table.column("time_s") == nil ? "time_s" : "value_mb"),
                    hint: "begin the file with 'time_s,value_mb' or 'time_s,value_mb,storm'")
            ])
        }
        let stormColumn = table.column("storm")
        let segmentColumn = table.column("segment")
        var findings: [Diagnostic] = []
        func number(_ cell: CSVTable.Cell) -> Double {
            if let value = Double(cell.text) { return value }
            // An empty cell or "nan" is a reading that was not taken; the analysis counts what it leaves out.
            if !cell.text.isEmpty {
                findings.append(
                    Diagnostic(
                        code: "ANA002", file: file, position: cell.position, message: "'\(cell.text)' is no number",
                        hint: "leave the cell empty where a reading is missing"))
            }
            return .nan
        }
        let rows = table.rows.map { row in
            let isStorm = if let stormColumn { number(row[stormColumn]) > 0.5 } else { false }
            // A storm falls between two readings; its row may have no value, and none is missing there.
            let value = isStorm && row[valueColumn].text.isEmpty ? nil : number(row[valueColumn])
            return RecordedRow(
                timeSeconds: number(row[timeColumn]), value: value, isStorm: isStorm,
                segment: segmentColumn.map { number(row[$0]) })
        }
        guard findings.isEmpty else { throw InvalidInput(findings) }
        return Series(recorded: rows)
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
            "hours_needed": .optional(verdict.hoursNeeded), "per_storm_mb": .optional(verdict.perStorm),
        ]
    }
}
