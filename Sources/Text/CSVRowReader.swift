import Diagnostics

/// Reads comma-separated values (RFC 4180) piece by piece, in memory that grows with the longest line alone.
///
/// Lines that are blank or begin with `#` are passed over. The bytes are taken for UTF-8; who hands them over has
/// checked.
package struct CSVRowReader: Sendable {
    private enum Stage {
        /// At the first byte of a line.
        case lineStart
        /// In a line that begins with `#`.
        case comment
        /// Before a cell's text.
        case cellStart
        /// In a cell, outside quotation marks.
        case plain
        /// Between quotation marks.
        case quoted
        /// Behind a quotation mark that ends the quoted part or is half of a doubled one.
        case quoteSeen
    }

    private let file: String
    private var stage = Stage.lineStart
    private var position = SourcePosition.start
    /// Bytes of a byte order mark that have been passed over; 3: there is none any more.
    private var mark = 0
    private var row = CSVRow()

    /// A reader at the start of a file that the user calls `file`.
    package init(file: String) {
        self.file = file
    }

    /// Takes the next bytes and hands every line that they end to `body`.
    package mutating func take(
        _ bytes: some Sequence<UInt8>, _ body: (CSVRow) throws(InvalidInput) -> Void
    ) throws(InvalidInput) {
        for byte in bytes {
            // A byte order mark is what spreadsheet programs put before UTF-8; it is no part of the first column's
            // name.
            if mark < 3 {
                if byte == Self.byteOrderMark[mark] {
                    mark += 1
                    continue
                }
                // What began like a mark and is none belongs to the text.
                let beginning = Self.byteOrderMark[..<mark]
                mark = 3
                for byte in beginning { try take(byte, body) }
            }
            try take(byte, body)
        }
    }

    private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    private mutating func take(
        _ byte: UInt8, _ body: (CSVRow) throws(InvalidInput) -> Void
    ) throws(InvalidInput) {
        if stage == .lineStart { stage = byte == UInt8(ascii: "#") ? .comment : .cellStart }
        switch stage {
        case .comment:
            if byte == UInt8(ascii: "\n") { stage = .lineStart }
        case .cellStart:
            if byte != UInt8(ascii: " "), byte != UInt8(ascii: "\t") {
                row.begin(at: position)
                stage = .plain
                if byte == UInt8(ascii: "\"") { stage = .quoted } else { try takePlain(byte, body) }
            }
        case .plain: try takePlain(byte, body)
        case .quoted:
            if byte == UInt8(ascii: "\"") { stage = .quoteSeen } else { row.add(byte) }
        case .quoteSeen:
            if byte == UInt8(ascii: "\"") {
                row.add(byte)
                stage = .quoted
            } else {
                stage = .plain
                try takePlain(byte, body)
            }
        case .lineStart: break
        }
        advance(byte)
    }

    private mutating func takePlain(
        _ byte: UInt8, _ body: (CSVRow) throws(InvalidInput) -> Void
    ) throws(InvalidInput) {
        switch byte {
        case UInt8(ascii: ","):
            row.end()
            stage = .cellStart
        case UInt8(ascii: "\n"): try endLine(body)
        case UInt8(ascii: "\r"): break
        default: row.add(byte)
        }
    }

    private mutating func endLine(_ body: (CSVRow) throws(InvalidInput) -> Void) throws(InvalidInput) {
        row.end()
        if !row.isBlank { try body(row) }
        row.clear()
        stage = .lineStart
    }

    private mutating func advance(_ byte: UInt8) {
        if byte == UInt8(ascii: "\n") {
            position = SourcePosition(line: position.line + 1, column: 1)
        } else if byte & 0xC0 != 0x80 {
            // Columns count Unicode scalars, not their bytes.
            position.column += 1
        }
    }

    /// Ends the file: hands over a last line without a line end.
    ///
    /// - Throws: CSV002 when a quoted cell has no end.
    package mutating func finish(_ body: (CSVRow) throws(InvalidInput) -> Void) throws(InvalidInput) {
        switch stage {
        case .lineStart, .comment: return
        case .quoted:
            throw InvalidInput([
                Diagnostic(
                    code: "CSV002", file: file, position: row.positions.last ?? .start,
                    message: "this quoted cell has no end",
                    hint: "close it with a quotation mark; a quotation mark inside it is written twice")
            ])
        case .cellStart: row.begin(at: position)
        case .plain, .quoteSeen: break
        }
        try endLine(body)
    }
}
