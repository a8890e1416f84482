import Diagnostics
import Testing
import Text

@Suite("Comma-separated tables", .timeLimit(.minutes(5)))
struct CSVTableTests {
    @Test("Quoted cells may hold commas, quotes and line ends; every cell knows its place")
    func quotedCells() throws {
        let table = try CSVTable(
            "name,note\r\n# a comment\n\nLIT401,\"level, \"\"raw\"\"\nof tank\"\nX, y \n", file: "t.csv")
        #expect(table.header.map(\.text) == ["name", "note"])
        #expect(table.rows.map { $0.map(\.text) } == [["LIT401", "level, \"raw\"\nof tank"], ["X", "y"]])
        #expect(table.rows[0][1].position == SourcePosition(line: 4, column: 8))
        #expect(table.rows[1][0].position == SourcePosition(line: 6, column: 1))
        #expect(table.column("NOTE") == 1)
    }

    @Test("A byte order mark is not part of the first column's name")
    func byteOrderMark() throws {
        #expect(try CSVTable("\u{FEFF}time_s,value_mb\n0,1\n", file: "t.csv").column("time_s") == 0)
        // A character that begins with the mark's first byte is none.
        #expect(try CSVTable("\u{FF0C}x,b\n0,1\n", file: "t.csv").header[0].text == "\u{FF0C}x")
    }

    @Test("A table reads the same however its bytes come", arguments: [1, 2, 3, 50])
    func pieces(count: Int) throws {
        let text = "name,note\r\n# no\n\"a \"\"b\"\", c\" , \u{E9}\u{4E2D}x \r\n ,\n7,8"
        let whole = try CSVTable(text, file: "t.csv")
        var reader = CSVRowReader(file: "t.csv")
        var rows: [[String]] = []
        func keep(_ row: CSVRow) { rows.append((0..<row.count).map { row.text($0) }) }
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            try reader.take(rest.prefix(count), keep)
            rest = rest.dropFirst(count)
        }
        try reader.finish(keep)
        #expect(rows == [["name", "note"]] + whole.rows.map { $0.map(\.text) })
        #expect(rows == [["name", "note"], ["a \"b\", c", "\u{E9}\u{4E2D}x"], ["7", "8"]])
    }

    @Test(
        "A table that cannot be read says where",
        arguments: [
            ("", "t.csv:1:1: error CSV001"), ("a,b\n1,\"x\n", "t.csv:2:3: error CSV002"),
            ("a,b\n1,2\n3\n", "t.csv:3:1: error CSV003"),
            ("a;b\n1;2\n", "t.csv:1:1: error CSV004: the columns are separated by semicolons"),
            ("# x\na\tb\n1\t2\n", "t.csv:2:1: error CSV004: the columns are separated by tabulators"),
        ])
    func findings(text: String, beginning: String) {
        #expect { try CSVTable(text, file: "t.csv") } throws: { error in
            "\(error)".hasPrefix(beginning)
        }
    }

    @Test(
        "What is quoted reads back as it was", arguments: ["plain", "a,b", "say \"x\"", " padded", "two\nlines", "#no"])
    func roundTrip(text: String) throws {
        let table = try CSVTable("h,i\n\(CSVTable.quoted(text)),z\n", file: "t.csv")
        #expect(table.rows[0][0].text == text)
    }

    @Test("Blanks around a cell do not belong to it, quoted or not; blanks within quotation marks before it do")
    func blanks() throws {
        let table = try CSVTable("a , b\t\n 1 ,\" 2\" \n", file: "t.csv")
        #expect(table.header.map(\.text) == ["a", "b"])
        #expect(table.rows[0].map(\.text) == ["1", " 2"])
    }

    @Test("A row with a cell more or less than the header is told at its place", arguments: ["1", "1,2,3"])
    func ragged(row: String) {
        let error = #expect(throws: InvalidInput.self) { try CSVTable("a,b\n1,2\n\(row)\n", file: "t.csv") }
        #expect(error?.diagnostics.map { "\($0.position.line) \($0.code)" } == ["3 CSV003"])
    }
}
