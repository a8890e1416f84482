import Diagnostics

/// A table of comma-separated values (RFC 4180) in which every cell remembers where it stood.
///
/// Quoted cells may hold commas, quotes (doubled) and line ends. Lines that are blank or begin with `#` are passed
/// over. The first line that is left names the columns.
package struct CSVTable: Sendable {
    /// One cell: its text without surrounding blanks or quotes, and its place.
    package struct Cell: Hashable, Sendable {
        /// The text.
        package var text: String
        /// Where the cell begins.
        package var position: SourcePosition
    }

    /// The file, as the user named it.
    package let file: String
    /// The names of the columns.
    package let header: [Cell]
    /// The rows below the header; each has as many cells as its line has, not necessarily as many as the header.
    package let rows: [[Cell]]

    /// Reads a table.
    ///
    /// - Throws: `InvalidInput` with CSV001 when there is no header line, CSV002 when a quoted cell has no end, CSV003
    ///   when a row has another number of cells than the header, CSV004 when something else than commas stands between
    ///   the columns.
    package init(_ text: String, file: String) throws(InvalidInput) {
        self.file = file
        var lines: [[Cell]] = []
        var reader = CSVRowReader(file: file)
        func keep(_ row: CSVRow) throws(InvalidInput) { lines.append((0..<row.count).map(row.cell)) }
        try reader.take(text.utf8, keep)
        try reader.finish(keep)
        guard !lines.isEmpty else { throw InvalidInput([Self.emptiness(file)]) }
        let header = lines.removeFirst()
        if let foreign = Self.foreignSeparator(header, file: file) { throw InvalidInput([foreign]) }
        self.header = header
        rows = lines
        let ragged = lines.filter { $0.count != header.count }
        guard ragged.isEmpty else {
            throw InvalidInput(
                ragged.map { Self.raggedness($0.count, header.count, at: $0[0].position, file: file) })
        }
    }

    /// The finding that there is no header line.
    package static func emptiness(_ file: String) -> Diagnostic {
        Diagnostic(
            code: "CSV001", file: file, position: .start, message: "the table is empty",
            hint: "the first line names the columns")
    }

    /// The finding that a row has another number of cells than the header.
    package static func raggedness(
        _ cells: Int, _ columns: Int, at position: SourcePosition, file: String
    ) -> Diagnostic {
        Diagnostic(
            code: "CSV003", file: file, position: position,
            message: "this row has \(cells) cells and the header names \(columns) columns",
            hint: "add or remove commas, and put quotes around a cell that holds a comma")
    }

    /// The finding that the header is separated by something else than commas; nil when it is not.
    package static func foreignSeparator(_ header: [Cell], file: String) -> Diagnostic? {
        guard header.count == 1, let cell = header.first else { return nil }
        let separators: [(mark: Character, name: String)] = [(";", "semicolons"), ("\t", "tabulators"), ("|", "bars")]
        guard let used = separators.first(where: { cell.text.contains($0.mark) }) else { return nil }
        return Diagnostic(
            code: "CSV004", file: file, position: cell.position,
            message: "the columns are separated by \(used.name) and not by commas",
            hint:
                "save it with commas between the columns, and with a point in numbers, as 'CSV UTF-8, comma delimited'")
    }

    /// The index of the column called `name`, case ignored; nil when there is none.
    package func column(_ name: String) -> Int? {
        header.firstIndex { $0.text.lowercased() == name.lowercased() }
    }

    /// Text as one cell of a line: quoted when it has to be.
    package static func quoted(_ text: String) -> String {
        let plain = !text.unicodeScalars.contains { $0 == "," || $0 == "\"" || $0 == "\n" || $0 == "\r" || $0 == "#" }
        if plain, text.first != " ", text.last != " " { return text }
        return "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }
}
