import DelimitedText
import EvidenceReport
import ModbusProtocol
import TwinCore

/// A scenario's register map for people, spreadsheets and scripts.
struct RegisterMapText {
    private static let columns = [
        "table", "offset", "number", "reference", "reference_6", "tag", "encoding", "word_order", "scale", "access",
        "min", "max", "unit", "description",
    ]

    private let scenario: Scenario

    init(_ scenario: Scenario) {
        self.scenario = scenario
    }

    /// GitHub Markdown, one table for each of the four register tables.
    var markdown: String {
        var text = ""
        for table in RegisterTable.allCases {
            let rows = rows(of: table)
            guard !rows.isEmpty else { continue }
            text += "\n### \(Self.title(table))\n\n"
            text += "| offset | number | reference | tag | type | scale | access | range | unit | what it is |\n"
            text += "|---|---|---|---|---|---|---|---|---|---|\n"
            for row in rows {
                let range = row.minimum.isEmpty && row.maximum.isEmpty ? "" : "\(row.minimum) … \(row.maximum)"
                let type = row.encoding + (row.wordOrder.isEmpty ? "" : " \(row.wordOrder)")
                let cells = [
                    "\(row.offset)", "\(row.number)", row.reference, "`\(row.tag)`", type, row.scale, row.access, range,
                    row.unit, row.summary,
                ]
                text += "| " + cells.joined(separator: " | ") + " |\n"
            }
        }
        return text
    }

    /// Comma-separated values with a header line.
    var csv: String {
        var text = Self.columns.joined(separator: ",") + "\n"
        for table in RegisterTable.allCases {
            for row in rows(of: table) {
                text += row.cells.map(CSVTable.quoted).joined(separator: ",") + "\n"
            }
        }
        return text
    }

    /// One array of objects.
    var json: JSONValue {
        .array(
            RegisterTable.allCases.flatMap { table in
                rows(of: table).map { row in
                    .object(
                        zip(Self.columns, row.cells).map { column, cell in
                            let isNumber = ["offset", "number", "scale", "min", "max"].contains(column)
                            return .init(
                                name: column,
                                value: cell.isEmpty ? .null : isNumber ? .optional(Double(cell)) : .string(cell))
                        })
                }
            })
    }

    private struct Row {
        var table: String
        var offset: Int
        var number: Int
        var reference: String
        var reference6: String
        var tag: String
        var encoding: String
        var wordOrder: String
        var scale: String
        var access: String
        var minimum: String
        var maximum: String
        var unit: String
        var summary: String

        var cells: [String] {
            [
                table, "\(offset)", "\(number)", reference, reference6, tag, encoding, wordOrder, scale, access,
                minimum,
                maximum, unit, summary,
            ]
        }
    }

    private func rows(of table: RegisterTable) -> [Row] {
        scenario.registerMap.entries.filter { $0.table == table }.sorted { $0.offset < $1.offset }.map { entry in
            let point = scenario.points[entry.tagIndex]
            let digit = Self.leadingDigit(table)
            let isBit = entry.encoding == .bit
            return Row(
                table: table.rawValue, offset: entry.offset, number: entry.offset + 1,
                reference: entry.offset < 9_999 ? digit + Self.padded(entry.offset + 1, 4) : "",
                reference6: digit + Self.padded(entry.offset + 1, 5), tag: entry.name,
                encoding: entry.encoding.rawValue, wordOrder: Self.order(of: entry),
                scale: isBit ? "" : NumberText.short(entry.scale), access: entry.writable ? "rw" : "r",
                minimum: entry.minimum.map(NumberText.short) ?? "", maximum: entry.maximum.map(NumberText.short) ?? "",
                unit: point.unit, summary: point.summary)
        }
    }

    /// Empty where every order means the same: a bit, or one register with its high byte first.
    private static func order(of entry: RegisterEntry) -> String {
        let isPlain = entry.encoding == .bit || entry.encoding.words == 1 && !entry.wordOrder.hasLowByteFirst
        return isPlain ? "" : entry.wordOrder.rawValue
    }

    private static func padded(_ number: Int, _ digits: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, digits - text.count)) + text
    }

    private static func leadingDigit(_ table: RegisterTable) -> String {
        switch table {
        case .coil: "0"
        case .discreteInput: "1"
        case .inputRegister: "3"
        case .holdingRegister: "4"
        }
    }

    private static func title(_ table: RegisterTable) -> String {
        switch table {
        case .coil: "Coils (0x, read with function 1, written with 5 and 15)"
        case .discreteInput: "Discrete inputs (1x, read with function 2)"
        case .inputRegister: "Input registers (3x, read with function 4)"
        case .holdingRegister: "Holding registers (4x, read with function 3, written with 6, 16, 22 and 23)"
        }
    }
}
