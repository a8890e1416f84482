import Diagnostics

/// The state machine behind `CSVTable`.
struct CSVReader {
    private let scalars: [Unicode.Scalar]
    private let file: String
    private var index = 0
    private var position = SourcePosition.start

    init(_ text: String, file: String) {
        // A byte order mark is what spreadsheet programs put before UTF-8; it is not part of the first column's name.
        scalars = Array(
            text.unicodeScalars.first == "\u{FEFF}" ? text.unicodeScalars.dropFirst() : text.unicodeScalars[...])
        self.file = file
    }

    mutating func readLines() throws(InvalidInput) -> [[CSVTable.Cell]] {
        var lines: [[CSVTable.Cell]] = []
        while index < scalars.count {
            let isComment = scalars[index] == "#"
            let line = isComment ? skipLine() : try readLine()
            if !isComment, line.contains(where: { !$0.text.isEmpty }) { lines.append(line) }
        }
        return lines
    }

    private mutating func advance() {
        if scalars[index] == "\n" {
            position = SourcePosition(line: position.line + 1, column: 1)
        } else {
            position.column += 1
        }
        index += 1
    }

    private mutating func skipLine() -> [CSVTable.Cell] {
        while index < scalars.count, scalars[index] != "\n" { advance() }
        if index < scalars.count { advance() }
        return []
    }

    private mutating func readLine() throws(InvalidInput) -> [CSVTable.Cell] {
        var cells = [try readCell()]
        while index < scalars.count, scalars[index] == "," {
            advance()
            cells.append(try readCell())
        }
        if index < scalars.count { advance() }
        return cells
    }

    private mutating func readCell() throws(InvalidInput) -> CSVTable.Cell {
        while index < scalars.count, scalars[index] == " " || scalars[index] == "\t" { advance() }
        let start = position
        var text = String.UnicodeScalarView()
        if index < scalars.count, scalars[index] == "\"" {
            advance()
            while true {
                guard index < scalars.count else {
                    throw InvalidInput([
                        Diagnostic(
                            code: "CSV002", file: file, position: start, message: "this quoted cell has no end",
                            hint: "close it with a quotation mark; a quotation mark inside it is written twice")
                    ])
                }
                let scalar = scalars[index]
                advance()
                if scalar != "\"" {
                    text.append(scalar)
                } else if index < scalars.count, scalars[index] == "\"" {
                    text.append(scalar)
                    advance()
                } else {
                    break
                }
            }
        }
        while index < scalars.count, scalars[index] != ",", scalars[index] != "\n" {
            if scalars[index] != "\r" { text.append(scalars[index]) }
            advance()
        }
        while let last = text.last, last == " " || last == "\t" { text.removeLast() }
        return CSVTable.Cell(text: String(text), position: start)
    }
}
