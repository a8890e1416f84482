import ModbusProtocol
import Testing

@testable import ScenarioFiles

@Suite("Strings and bits in a tag table", .timeLimit(.minutes(5)))
struct TagTextAndBitTests {
    private static func parse(_ rows: [String], order: WordOrder = .abcd) -> (table: TagTableFile?, text: String) {
        let findings = Findings()
        let header = TagRow.columns.joined(separator: ",")
        let table = TagTableFile.parse(
            ([header] + rows).joined(separator: "\n") + "\n", file: "tags.csv", wordOrder: order, findings: findings)
        return (table, findings.diagnostics.map { "\($0)" }.joined(separator: "\n"))
    }

    @Test("bits of one register and a string are entries of the map")
    func read() throws {
        let (table, text) = Self.parse([
            "A,BOOL,HR4.0,rw,,,,,TRUE,,,,", "B,BOOL,hr4.15,r,,,,,,,,,", "T,TIMER,,,,,,,PRE=5,,,,",
            "T.DN,,IR1.3,r,bit,,,,,,,,", "NAME,STRING[5],HR6,,,,,,Works,,,,Its name.",
        ])
        #expect(text.isEmpty, "\(text)")
        let entries = try #require(table?.registerMap.entries)
        #expect(entries.map(\.bit) == [0, 15, 3, nil])
        #expect(entries.map(\.offset) == [4, 4, 1, 6])
        #expect(entries.map(\.writable) == [true, false, false, false])
        #expect(entries[3].text?.text == "Works")
        #expect(entries[3].addresses == 6..<9)
        let point = try #require(table?.points.last)
        #expect(point.text?.characters == 5 && point.reference == nil && point.type == nil)
        #expect(table?.tags.resolve("NAME") == nil)
    }

    @Test("the order of a string's characters is the scenario's unless the row says otherwise")
    func orders() {
        for (order, expected) in [(WordOrder.abcd, WordOrder.abcd), (.cdab, .abcd), (.badc, .badc), (.dcba, .badc)] {
            #expect(
                Self.parse(["N,STRING[2],HR0,,,,,,AB,,,,"], order: order).table?.registerMap.entries[0].wordOrder
                    == expected)
        }
        let rows = ["N,STRING[2],HR0,,string:badc,,,,AB,,,,", "M,STRING[2],HR1,,string,,,,AB,,,,"]
        #expect(Self.parse(rows).table?.registerMap.entries.map(\.wordOrder) == [.badc, .abcd])
    }

    struct Wrong: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let rows: [String]
        let code: String
        let place: String
        let words: String

        init(_ code: String, at place: String, _ words: String, _ rows: String...) {
            testDescription = "\(code): \(words)"
            self.code = code
            self.place = place
            self.words = words
            self.rows = rows
        }
    }

    @Test(
        "what is wrong is named with its place",
        arguments: [
            Wrong("TAG014", at: "2:8:", "HR4.16", "A,BOOL,HR4.16,r,,,,,,,,,"),
            Wrong("TAG014", at: "2:8:", "HR4.", "A,BOOL,HR4.,r,,,,,,,,,"),
            Wrong("TAG014", at: "2:8:", "CO4.1", "A,BOOL,CO4.1,r,,,,,,,,,"),
            Wrong("TAG007", at: "2:8:", "HRX.1", "A,BOOL,HRx.1,r,,,,,,,,,"),
            Wrong("TAG009", at: "2:16:", "a bit of a register", "A,BOOL,HR4.1,r,uint16,,,,,,,,"),
            Wrong("TAG012", at: "2:14:", "input register", "A,BOOL,IR4.1,rw,,,,,,,,,"),
            Wrong("TAG023", at: "3:8:", "bit 1 of address 4", "A,BOOL,HR4.1,r,,,,,,,,,", "B,BOOL,HR4.1,r,,,,,,,,,"),
            Wrong("TAG023", at: "3:7:", "address 4", "A,BOOL,HR4.1,r,,,,,,,,,", "B,INT,HR4,r,uint16,,,,,,,,"),
            Wrong("TAG024", at: "2:7:", "no BOOL", "A,INT,HR4.1,r,,,,,,,,,"),
            Wrong("TAG023", at: "3:13:", "address 5", "A,REAL,HR4,r,float32,,,,,,,,", "N,STRING[4],HR5,,,,,,AB,,,,"),
            Wrong("TAG023", at: "2:13:", "outside addresses", "N,STRING[4],HR65535,,,,,,AB,,,,"),
            Wrong("TAG015", at: "2:3:", "STRING[0]", "N,STRING[0],HR5,,,,,,AB,,,,"),
            Wrong("TAG015", at: "2:3:", "STRING[251]", "N,STRING[251],HR5,,,,,,AB,,,,"),
            Wrong("TAG015", at: "2:3:", "'STRING'", "N,STRING,HR5,,,,,,AB,,,,"),
            Wrong("TAG016", at: "2:22:", "up to 2", "N,STRING[2],HR5,,,,,,ABC,,,,"),
            Wrong("TAG016", at: "2:22:", "printable", "N,STRING[9],HR5,,,,,,\u{E4},,,,"),
            Wrong("TAG012", at: "2:17:", "write a string", "N,STRING[2],HR5,rw,,,,,AB,,,,"),
            Wrong("TAG017", at: "2:20:", "no scale", "N,STRING[2],HR5,r,,10,,,AB,,,,"),
            Wrong("TAG018", at: "2:13:", "whole registers", "N,STRING[2],HR5.1,,,,,,AB,,,,"),
            Wrong("TAG018", at: "2:13:", "whole registers", "N,STRING[2],CO5,,,,,,AB,,,,"),
            Wrong("TAG019", at: "2:18:", "string:CDAB", "N,STRING[2],HR5,,string:CDAB,,,,AB,,,,"),
            Wrong("TAG007", at: "2:13:", "is no register", "N,STRING[2],,,,,,,AB,,,,"),
            Wrong("TAG002", at: "2:1:", "leave the dot away", "N.A,STRING[2],HR5,,,,,,AB,,,,"),
            Wrong("TAG020", at: "2:1:", "stands twice", "N,STRING[2],HR5,,,,,,AB,,,,", "n,INT,,,,,,,,,,,"),
        ])
    func findings(wrong: Wrong) {
        let text = Self.parse(wrong.rows).text
        #expect(text.contains("tags.csv:\(wrong.place) error \(wrong.code)"), "\(text)")
        #expect(text.contains(wrong.words), "\(text)")
    }
}
