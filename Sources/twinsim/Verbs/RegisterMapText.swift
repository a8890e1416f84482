import ModbusProtocol
import Text
import TwinCore

/// A scenario's register map for people, spreadsheets and scripts.
struct RegisterMapText {
    private static let columns = [
        "table", "offset", "number", "reference", "reference_6", "tag", "encoding", "word_order", "scale", "access",
        "min", "max", "unit", "description", "bit", "registers",
    ]

    private let scenario: Scenario

    init(_ scenario: Scenario) {
        self.scenario = scenario
    }

    /// GitHub Markdown, one table for each of the four register tables, the files and the queues.
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
                let bit = row.bit.isEmpty ? "" : ".\(row.bit)"
                let cells = [
                    "\(row.offset)\(bit)", "\(row.number)\(bit)", row.reference, "`\(row.tag)`", type, row.scale,
                    row.access, range,
                    row.unit, row.summary,
                ]
                text += "| " + cells.joined(separator: " | ") + " |\n"
            }
        }
        return text + filesMarkdown + queuesMarkdown
    }

    private var filesMarkdown: String {
        let files = scenario.registerMap.files
        guard !files.isEmpty else { return "" }
        var text = "\n### Files (read with function 20, written with 21)\n\n"
        text += "| file | name | records | access | what it is |\n|---|---|---|---|---|\n"
        for file in files {
            text += "| \(file.number) | \(file.name) | \(file.recordCount) | \(file.writable ? "rw" : "r") | "
            text += "\(file.summary) |\n"
        }
        return text
    }

    private var queuesMarkdown: String {
        let queues = scenario.registerMap.queues
        guard !queues.isEmpty else { return "" }
        var text = "\n### Queues (read with function 24)\n\n"
        text += "| address | tag | type | scale | what it is |\n|---|---|---|---|---|\n"
        for queue in queues {
            text += "| \(queue.address) | `\(queue.name)` | \(queue.encoding.rawValue) | "
            text += "\(PlainNumber.short(queue.scale)) | \(queue.summary) |\n"
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
                            let isNumber = ["offset", "number", "scale", "min", "max", "bit", "registers"].contains(
                                column)
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
        var bit: String
        var registers: String

        var cells: [String] {
            [
                table, "\(offset)", "\(number)", reference, reference6, tag, encoding, wordOrder, scale, access,
                minimum, maximum, unit, summary, bit, registers,
            ]
        }
    }

    private func rows(of table: RegisterTable) -> [Row] {
        scenario.registerMap.entries.filter { $0.table == table }.sorted {
            ($0.offset, $0.bit ?? 0) < ($1.offset, $1.bit ?? 0)
        }.map { entry in
            let point = scenario.points[entry.tagIndex]
            let digit = Self.leadingDigit(table)
            let hasScale = entry.encoding != .bit && entry.encoding != .string
            let bit = entry.bit.map { ".\($0)" } ?? ""
            return Row(
                table: table.rawValue, offset: entry.offset, number: entry.offset + 1,
                reference: entry.offset < 9_999 ? digit + Self.padded(entry.offset + 1, 4) + bit : "",
                reference6: digit + Self.padded(entry.offset + 1, 5) + bit, tag: entry.name,
                encoding: entry.text.map { "string[\($0.characters)]" } ?? entry.encoding.rawValue,
                wordOrder: Self.order(of: entry),
                scale: !hasScale ? "" : PlainNumber.short(entry.scale), access: entry.writable ? "rw" : "r",
                minimum: entry.minimum.map(PlainNumber.short) ?? "",
                maximum: entry.maximum.map(PlainNumber.short) ?? "",
                unit: point.unit, summary: Self.summary(point), bit: entry.bit.map { "\($0)" } ?? "",
                registers: table.holdsBits || entry.bit != nil ? "" : "\(entry.words)")
        }
    }

    /// What it is; a constant text says itself too.
    private static func summary(_ point: Point) -> String {
        point.text.map { "“\($0.text)” \(point.summary)" } ?? point.summary
    }

    /// Empty where every order means the same: a bit, one register or a string with its high byte first.
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
