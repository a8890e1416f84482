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
    ///   when a row has another number of cells than the header.
    package init(_ text: String, file: String) throws(InvalidInput) {
        self.file = file
        var reader = CSVReader(text, file: file)
        var lines = try reader.readLines()
        guard !lines.isEmpty else {
            throw InvalidInput([
                Diagnostic(
                    code: "CSV001", file: file, position: .start, message: "the table is empty",
                    hint: "the first line names the columns")
            ])
        }
        let header = lines.removeFirst()
        self.header = header
        rows = lines
        let ragged = lines.filter { $0.count != header.count }
        guard ragged.isEmpty else {
            throw InvalidInput(
                ragged.map { row in
                    Diagnostic(
                        code: "CSV003", file: file, position: row[0].position,
                        message: "this row has \(row.count) cells and the header names \(header.count) columns",
                        hint: "add or remove commas, and put quotes around a cell that holds a comma")
                })
        }
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
