import Diagnostics
import LeakAnalysis
import Text
import TwinRuntime

/// A file of samples, read line by line in a bounded memory.
struct SampleFile {
    /// The largest sample file, in bytes: 2 GiB.
    static let largestBytes = 2 << 30

    private let path: String
    private var reader: CSVRowReader
    private var reducer: SampleReducer
    private var columns: Columns?
    private var findings: [Diagnostic] = []
    private var furtherFindings = 0

    /// The columns that are read, by their places.
    private struct Columns {
        var count: Int
        var time: Int
        var value: Int
        var storm: Int?
        var segment: Int?
    }

    /// The series of a file, and how many readings were taken together where the file is long.
    ///
    /// - Throws: `RuntimeError` for a file that cannot be read, `InvalidInput` with ANA001 for a missing column, ANA002 for
    ///   a cell that is no number, and the codes of `CSVTable`.
    static func series(_ path: String) throws -> (series: Series, group: Int) {
        let file = try RegularFile(path)
        var lines = 0
        try file.forEachPiece(limit: largestBytes) { piece in
            lines += piece.reduce(0) { $1 == UInt8(ascii: "\n") ? $0 + 1 : $0 }
        }
        var samples = SampleFile(path, lines: lines)
        try file.forEachPiece(limit: largestBytes) { try samples.take($0) }
        return (try samples.finish(), samples.reducer.group)
    }

    private init(_ path: String, lines: Int) {
        self.path = path
        reader = CSVRowReader(file: path)
        reducer = SampleReducer(lines: lines)
    }

    private mutating func take(_ piece: ArraySlice<UInt8>) throws {
        // The rows of one piece are gathered first: the reader cannot hand them to the value that it is a part of.
        var rows: [CSVRow] = []
        try reader.take(piece) { rows.append($0) }
        for row in rows { try take(row) }
    }

    private mutating func take(_ row: CSVRow) throws {
        if let cell = row.firstInvalidCell { throw RuntimeError.notText(path: path, position: row.positions[cell]) }
        guard let columns else {
            self.columns = try header(row)
            return
        }
        guard row.count == columns.count else {
            return report(
                CSVTable.raggedness(row.count, columns.count, at: row.positions[0], file: path))
        }
        let storm = columns.storm.map { number(row, $0) } ?? 0
        let isStorm = storm > 0.5
        // A storm falls between two readings; its row may have no value, and none is missing there.
        let value = isStorm && row.utf8(columns.value).isEmpty ? nil : number(row, columns.value)
        reducer.add(
            RecordedRow(
                timeSeconds: number(row, columns.time), value: value, isStorm: isStorm,
                segment: columns.segment.map { number(row, $0) }))
    }

    private mutating func finish() throws -> Series {
        var rows: [CSVRow] = []
        try reader.finish { rows.append($0) }
        for row in rows { try take(row) }
        guard columns != nil else { throw InvalidInput([CSVTable.emptiness(path)]) }
        guard findings.isEmpty else {
            if furtherFindings > 0 {
                findings.append(
                    Diagnostic(
                        code: "TXT001", file: path, position: findings[findings.count - 1].position,
                        message: "\(furtherFindings) further findings are not shown", hint: "mend these first"))
            }
            throw InvalidInput(findings)
        }
        return Series(recorded: reducer.finish())
    }

    private func header(_ row: CSVRow) throws(InvalidInput) -> Columns {
        let cells = (0..<row.count).map { row.cell($0) }
        let names = cells.map(\.text)
        if let foreign = CSVTable.foreignSeparator(cells, file: path) { throw InvalidInput([foreign]) }
        func column(_ name: String) -> Int? { names.firstIndex { $0.lowercased() == name } }
        guard let time = column("time_s"), let value = column("value_mb") else {
            throw InvalidInput([
                Diagnostic(
                    code: "ANA001", file: path, position: .start,
                    message: "the first line names no column \(column("time_s") == nil ? "time_s" : "value_mb")",
                    hint: "begin the file with 'time_s,value_mb' or 'time_s,value_mb,storm'")
            ])
        }
        return Columns(
            count: row.count, time: time, value: value, storm: column("storm"), segment: column("segment"))
    }

    private mutating func number(_ row: CSVRow, _ cell: Int) -> Double {
        // Most cells are short enough for a text that takes no memory of its own.
        if row.utf8(cell).count <= 40, let value = Double(row.text(cell)) { return value }
        // An empty cell or "nan" is a reading that was not taken; the analysis counts what it leaves out.
        if !row.utf8(cell).isEmpty {
            report(
                Diagnostic(
                    code: "ANA002", file: path, position: row.positions[cell],
                    message: "'\(row.text(cell))' is no number",
                    hint: "leave the cell empty where a reading is missing"))
        }
        return .nan
    }

    private mutating func report(_ finding: Diagnostic) {
        if findings.count < [Diagnostic].shownLimit { findings.append(finding) } else { furtherFindings += 1 }
    }
}
