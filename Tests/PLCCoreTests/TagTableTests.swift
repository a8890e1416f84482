import PLCCore
import Testing

@Suite("Tag table", .timeLimit(.minutes(5)))
struct TagTableTests {
    @Test("paths name scalars, members and bits, letter case ignored")
    func paths() throws {
        let table = try TagTable([
            TagDeclaration(name: "Run", type: .bool), TagDeclaration(name: "N7", type: .int),
            TagDeclaration(name: "T1", type: .timer), TagDeclaration(name: "PIC1", type: .pid),
        ])
        #expect(table.resolve("RUN")?.type == .bool && table.resolve("run") == table.resolve("Run"))
        #expect(table.resolve("N7")?.bit == -1 && table.resolve("N7.15")?.bit == 15)
        #expect(table.resolve("t1.dn")?.type == .bool && table.resolve("T1.ACC")?.type == .dint)
        #expect(table.resolve("T1.PRE.3")?.type == .bool)
        #expect(table.resolve("PIC1.SWM")?.word == table.resolve("PIC1.CTL")?.word)
        #expect(table.structure("t1")?.type == .timer && table.structure("N7") == nil)
        for path in [
            "", ".", "T1", "T1.", "T1.XX", "N7.16", "N7.-1", "Run.0", "N7[1]", "A:1:I", "T1.DN.0", "T1.PRE.3.1",
        ] {
            #expect(table.resolve(path) == nil, "\(path)")
        }
        for name in ["S_FS", "S_T1S", "S_SCAN"] { #expect(table.resolve(name) != nil) }
        #expect(table.names == ["Run", "N7", "T1", "PIC1", "S_FS", "S_T1S", "S_SCAN"])
    }

    @Test("initial values are there after a download, defaults included")
    func initialValues() throws {
        let bench = try Bench("A:INT -5\nR:REAL 2.5\nT1:TIMER pre=900\nP:PID KP=2;SWM=1\nX:BOOL 1", "NOP();")
        #expect(bench["A"] == -5 && bench["R"] == 2.5 && bench["T1.PRE"] == 900 && bench["X"] == 1)
        #expect(bench["P.KP"] == 2 && bench["P.SWM"] == 1 && bench["P.MAXO"] == 100 && bench["P.MAXCV"] == 100)
    }

    @Test(
        "a bad declaration is refused with its reason",
        arguments: [
            (["1A:BOOL"], "not a tag name"), (["A-B:BOOL"], "not a tag name"), (["Ä:BOOL"], "not a tag name"),
            (["S_X:BOOL"], "reserved"), (["A:BOOL", "a:INT"], "twice"), (["A:INT 40000"], "does not fit"),
            (["A:INT 1.5"], "does not fit"), (["A:BOOL 2"], "does not fit"), (["A:REAL 1e300"], "does not fit"),
            (["T:TIMER PRR=5"], "did you mean 'PRE'"), (["A:INT PRE=5"], "no member"), (["P:PID CTL=1"], "CA=1"),
        ])
    func refused(lines: [String], says: String) throws {
        do {
            _ = try TagTable(Bench.declarations(lines.joined(separator: "\n")))
            Issue.record("accepted")
        } catch {
            #expect(error.description.contains(says), "\(error)")
        }
    }

    @Test("the members of a structure do not overlap and lie inside it", arguments: [TagType.timer, .counter, .pid])
    func layout(type: TagType) throws {
        let layout = try #require(StructureLayout.of(type))
        var seen: Set<String> = []
        for member in layout.members where member.name != "CTL" {
            #expect(member.offset < layout.wordCount)
            #expect(seen.insert("\(member.offset).\(member.bit)").inserted, "\(member.name)")
            #expect(member.sentence.hasSuffix("."))
        }
        #expect(Set(layout.members.map(\.name)).count == layout.members.count)
    }
}
