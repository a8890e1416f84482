import Diagnostics
import ModbusProtocol
import PLCCore
import Text
import TwinCore

/// Reads the cells of one row of `tags.csv`.
struct TagRowReader {
    let file: String
    let cells: [String: CSVTable.Cell]
    let defaultOrder: WordOrder
    let findings: Findings

    func read() -> TagRow? {
        let name = cell("name")
        guard isPath(name.text) else {
            error(
                "TAG002", "name", "'\(name.text)' is no tag name",
                "begin with a letter or _, go on with letters, digits, _")
            return nil
        }
        var type: TagType?
        if cell("type").text.uppercased().hasPrefix("STRING") {
            return readString(name: name)
        } else if !cell("type").text.isEmpty {
            type = TagType(rawValue: cell("type").text.uppercased())
            if type == nil {
                let near = nearestName(to: cell("type").text, among: TagType.allCases.map(\.rawValue))
                error(
                    "TAG003", "type", "there is no tag type '\(cell("type").text)'",
                    near.map { "did you mean \($0)?" }
                        ?? "types: \(TagType.allCases.map(\.rawValue).joined(separator: ", ")), STRING[n]")
                return nil
            }
        } else if !name.text.contains(".") {
            error("TAG004", "type", "'\(name.text)' has no type", "only a member path like TIMER1.ACC goes without")
            return nil
        }
        let initial = initialValues()
        let register = cell("register").text.isEmpty ? nil : readRegister()
        if !cell("register").text.isEmpty, register == nil { return nil }
        return TagRow(
            name: name, type: type, register: register, registerPosition: cell("register").position, initial: initial,
            initialPosition: cell("initial").position, wire: wire(), wirePosition: cell("wire").position,
            unit: cell("unit").text, summary: cell("description").text)
    }

    /// A cell of the row; the header was checked to name every column.
    func cell(_ column: String) -> CSVTable.Cell {
        guard let cell = cells[column] else { preconditionFailure("the header was checked to name '\(column)'") }
        return cell
    }

    /// Reports what is wrong with a cell.
    func error(_ code: String, _ column: String, _ message: String, _ hint: String? = nil) {
        findings.error(code, file, cell(column).position, message, hint: hint)
    }

    private func isPath(_ text: String) -> Bool {
        let segments = text.split(separator: ".", omittingEmptySubsequences: false)
        guard (1...2).contains(segments.count), let first = segments[0].unicodeScalars.first else { return false }
        let isLetter = first.properties.isAlphabetic || first == "_"
        return isLetter
            && segments.allSatisfy { segment in
                !segment.isEmpty
                    && segment.unicodeScalars.allSatisfy {
                        $0.isASCII && ($0.properties.isAlphabetic || $0 == "_" || $0.properties.numericType != nil)
                    }
            }
    }

    /// A number, or TRUE or FALSE.
    private func number(_ text: String) -> Double? {
        switch text.uppercased() {
        case "TRUE": return 1
        case "FALSE": return 0
        default:
            guard let value = Double(text), value.isFinite else { return nil }
            return value
        }
    }

    private func optionalNumber(_ column: String) -> Double? {
        let text = cell(column).text
        if text.isEmpty { return nil }
        if let value = number(text) { return value }
        error("TAG005", column, "'\(text)' is no number", "write a decimal number, TRUE or FALSE")
        return nil
    }

    private func initialValues() -> [String: Double] {
        let text = cell("initial").text
        if text.isEmpty { return [:] }
        if !text.contains("=") { return optionalNumber("initial").map { ["": $0] } ?? [:] }
        var values: [String: Double] = [:]
        for part in text.split(separator: ";") {
            let sides = part.split(separator: "=", omittingEmptySubsequences: false)
            guard sides.count == 2, let value = number(trimmed(sides[1])) else {
                error("TAG006", "initial", "'\(part)' gives no member a number", "write PRE=5000;ACC=0")
                continue
            }
            values[trimmed(sides[0]).uppercased()] = value
        }
        return values
    }

    private func trimmed(_ text: Substring) -> String {
        String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }

    private func readRegister() -> TagRow.Register? {
        guard let (table, offset, bit) = readAddress() else { return nil }
        guard let (encoding, order) = readEncoding(isBit: table.holdsBits || bit != nil),
            let writable = readAccess(table)
        else { return nil }
        let scale = optionalNumber("scale") ?? 1
        guard scale != 0 else {
            error("TAG008", "scale", "a scale of 0 would lose the value")
            return nil
        }
        return TagRow.Register(
            table: table, offset: offset, encoding: encoding, wordOrder: order, scale: scale,
            hasScale: !cell("scale").text.isEmpty, writable: writable,
            minimum: optionalNumber("min"), maximum: optionalNumber("max"), bit: bit)
    }

    /// The table, the offset and, behind a dot, the bit of a register.
    func readAddress() -> (table: RegisterTable, offset: Int, bit: Int?)? {
        let text = cell("register").text.uppercased()
        let parts = text.dropFirst(2).split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard let table = RegisterTable(rawValue: String(text.prefix(2))),
            let offset = parts.first.flatMap({ Int($0) }),
            (0...65_535).contains(offset)
        else {
            error(
                "TAG007", "register", "'\(text)' is no register",
                Self.referenceHint(text)
                    ?? "write CO, DI, HR or IR and the offset from 0, like HR40; a bit of a register like HR40.3")
            return nil
        }
        guard parts.count == 2 else { return (table, offset, nil) }
        guard let bit = Int(parts[1]), (0...15).contains(bit), !table.holdsBits else {
            error(
                "TAG014", "register", "'\(text)' is no bit of a register",
                "write HR or IR, the offset, a dot and the bit from 0 (lowest) to 15, like HR40.3")
            return nil
        }
        return (table, offset, bit)
    }

    /// What a 5- or 6-digit reference like `40003` is here; nil when the text is none.
    private static func referenceHint(_ text: String) -> String? {
        guard (5...6).contains(text.utf8.count), let digit = text.first?.wholeNumberValue,
            let table = RegisterTable.allCases.first(where: { $0.referenceDigit == digit }),
            let number = Int(text.dropFirst()), (1...RegisterTable.addressCount).contains(number)
        else { return nil }
        return "\(text) is \(table.title) number \(number), counted from 1: write \(table.rawValue)\(number - 1)"
    }

    private func readEncoding(isBit: Bool) -> (RegisterEncoding, WordOrder)? {
        let text = cell("encoding").text.lowercased()
        let names = RegisterEncoding.numbers.map(\.rawValue)
        if isBit || text.isEmpty {
            if isBit, text.isEmpty || text == "bit" { return (.bit, defaultOrder) }
            error(
                "TAG009", "encoding",
                isBit
                    ? "a coil, a discrete input and a bit of a register hold one bit" : "a register needs an encoding",
                isBit ? "leave the cell empty" : "write one of \(names.joined(separator: ", "))")
            return nil
        }
        let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
        guard let encoding = RegisterEncoding(rawValue: parts[0]), names.contains(parts[0]) else {
            error(
                "TAG010", "encoding", "there is no encoding '\(parts[0])'",
                nearestName(to: parts[0], among: names).map { "did you mean \($0)?" }
                    ?? "encodings: \(names.joined(separator: ", "))")
            return nil
        }
        guard parts.count == 2 else { return (encoding, defaultOrder) }
        guard let order = WordOrder(rawValue: parts[1].uppercased()) else {
            error(
                "TAG011", "encoding", "there is no word order '\(parts[1])'",
                "word orders: \(WordOrder.allCases.map(\.rawValue).joined(separator: ", "))")
            return nil
        }
        return (encoding, order)
    }

    private func readAccess(_ table: RegisterTable) -> Bool? {
        switch cell("access").text.lowercased() {
        case "", "r": return false
        case "rw" where table == .coil || table == .holdingRegister: return true
        case "rw":
            error(
                "TAG012", "access", "no client can write a discrete input or an input register", "write r, or move it")
            return nil
        case let other:
            error("TAG012", "access", "there is no access '\(other)'", "write r or rw")
            return nil
        }
    }

    private func wire() -> Wire? {
        let text = cell("wire").text
        if text.isEmpty { return nil }
        if text.hasPrefix("in:") { return .input(port: String(text.dropFirst(3))) }
        if text.hasPrefix("out:") {
            return .output(port: String(text.dropFirst(4)), safe: optionalNumber("safe") ?? 0)
        }
        error("TAG013", "wire", "'\(text)' is no wire", "write in:COMPONENT.PORT or out:COMPONENT.PORT")
        return nil
    }
}
