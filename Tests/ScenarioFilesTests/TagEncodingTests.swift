import ModbusProtocol
import Testing

@testable import ScenarioFiles

@Suite("Encodings in a tag table", .timeLimit(.minutes(5)))
struct TagEncodingTests {
    private static func parse(_ rows: [String], order: WordOrder = .abcd) -> (entries: [RegisterEntry], text: String) {
        let findings = Findings()
        let header = TagRow.columns.joined(separator: ",")
        let table = TagTableFile.parse(
            ([header] + rows).joined(separator: "\n") + "\n", file: "tags.csv", wordOrder: order, findings: findings)
        let text = findings.diagnostics.map { "\($0)" }.joined(separator: "\n")
        return (table?.registerMap.entries ?? [], text)
    }

    @Test("every encoding is accepted with every order, in either case", arguments: WordOrder.allCases)
    func everyOrder(order: WordOrder) {
        for encoding in RegisterEncoding.numbers {
            for suffix in [order.rawValue, order.rawValue.lowercased()] {
                let (entries, text) = Self.parse(["A,REAL,HR0,rw,\(encoding.rawValue):\(suffix),,,,,,,,"])
                #expect(text.isEmpty, "\(text)")
                #expect(entries.map(\.encoding) == [encoding])
                #expect(entries.map(\.wordOrder) == [order])
            }
        }
    }

    @Test("the scenario's order holds where a row names none")
    func defaultOrder() {
        let (entries, _) = Self.parse(
            ["A,REAL,HR0,r,float64,,,,,,,,", "B,REAL,HR4,r,int16:CDAB,,,,,,,,"], order: .dcba)
        #expect(entries.map(\.wordOrder) == [.dcba, .cdab])
    }

    @Test("a 64-bit value takes four registers, so the next row must lie beyond them")
    func overlap() {
        let (_, text) = Self.parse(["A,REAL,HR0,r,float64,,,,,,,,", "B,REAL,HR3,r,float32,,,,,,,,"])
        #expect(text.contains("tags.csv:3:") && text.contains("TAG023") && text.contains("address 3"), "\(text)")
    }

    @Test("an unknown encoding or order says which there are")
    func unknown() {
        #expect(Self.parse(["A,REAL,HR0,r,float46,,,,,,,,"]).text.contains("did you mean float64?"))
        let order = Self.parse(["A,REAL,HR0,r,float64:ACBD,,,,,,,,"]).text
        #expect(order.contains("TAG011") && order.contains("ABCD, CDAB, BADC, DCBA"), "\(order)")
        let none = Self.parse(["A,REAL,HR0,r,,,,,,,,,"]).text
        #expect(none.contains("TAG009") && none.contains("int64, uint64, float64"), "\(none)")
    }

    @Test("a REAL that clients write as binary64 ends where a binary32 ends")
    func realLimit() {
        let limit = Double(Float.greatestFiniteMagnitude)
        let (entries, _) = Self.parse(["A,REAL,HR0,rw,float64,,,50,,,,,", "B,REAL,HR4,r,float64,,,,,,,,"])
        #expect(entries.map(\.minimum) == [-limit, nil])
        #expect(entries.map(\.maximum) == [50, nil])
    }
}
