import Diagnostics
import Testing

@Suite("Diagnostics", .timeLimit(.minutes(5)))
struct DiagnosticsTests {
    @Test("A finding reads as file:line:column: severity CODE: what; how to mend it")
    func description() {
        let finding = Diagnostic(
            code: "LAD001", file: "a.ladder", position: SourcePosition(line: 3, column: 7), message: "no such tag",
            hint: "did you mean 'PUMP1'?")
        #expect(finding.description == "a.ladder:3:7: error LAD001: no such tag; did you mean 'PUMP1'?")
    }

    @Test("What the user wrote is echoed in one bounded line without control characters")
    func bounded() {
        let long = Diagnostic(
            code: "X", file: "a", position: .start,
            message: "'" + String(repeating: "x", count: 1_000_000) + "' is wrong")
        #expect(long.message.unicodeScalars.count == Diagnostic.longestText)
        #expect(long.message.hasPrefix("'xxx") && long.message.hasSuffix("xxx' is wrong"))
        let escape = Diagnostic(code: "X", file: "a", position: .start, message: "a\u{1B}[2Jb\n", hint: "c\u{9B}")
        #expect(escape.message == "a\\u{1b}[2Jb\\u{a}" && escape.hint == "c\\u{9b}")
    }

    @Test("Errors stand before warnings, and the limit hides warnings first")
    func ranked() {
        func finding(_ severity: Diagnostic.Severity, _ line: Int) -> Diagnostic {
            Diagnostic(
                severity, code: "X", file: "a", position: SourcePosition(line: line, column: 1), message: "m")
        }
        let all = [finding(.warning, 1), finding(.warning, 2), finding(.error, 3), finding(.error, 4)]
        #expect(all.ranked().map(\.position.line) == [3, 4, 1, 2])
        let three = all.ranked(limit: 3)
        #expect(three.map(\.position.line) == [3, 4, 1, 1] && three[3].message.hasPrefix("1 further"))
        #expect(three[3].severity == .warning)
        let one = all.ranked(limit: 1)
        #expect(
            one[1].code == "TXT001" && one[1].severity == .error
                && one[1].message == "3 further findings are not shown, 1 of them errors")
    }

    @Test("The place of the first byte that is no UTF-8 is found")
    func invalidText() {
        #expect(UTF8Place.firstInvalid(Array("a\u{E9}\nb".utf8)) == nil)
        #expect(
            UTF8Place.firstInvalid(Array("a\n\u{E9}b".utf8) + [0xFF])
                == SourcePosition(line: 2, column: 3))
        #expect(UTF8Place.firstInvalid([0xC3]) == .start)
    }

    @Test(
        "A misspelt name finds its neighbour",
        arguments: [("PUPM1", "PUMP1"), ("pump1", "PUMP1"), ("LIT40", "LIT401"), ("reconect-storm", "reconnect-storm")])
    func nearest(wrong: String, right: String) {
        #expect(nearestName(to: wrong, among: ["LIT401", "PUMP1", "VALVE", "reconnect-storm"]) == right)
    }

    @Test("A name that is like nothing gets no suggestion")
    func nothingNear() {
        #expect(nearestName(to: "XYZ", among: ["LIT401", "PUMP1"]) == nil)
        #expect(nearestName(to: "", among: ["LIT401"]) == nil)
    }

    @Test("A name is near up to a third of its length, a swap of neighbours is one mistake, and the first of two wins")
    func nearness() {
        #expect(nearestName(to: "abcdef", among: ["abcdxy"]) == "abcdxy", "two of six")
        #expect(nearestName(to: "abcdef", among: ["abcxyz"]) == nil, "three of six")
        #expect(nearestName(to: "abc", among: ["acb"]) == "acb", "one of three")
        #expect(nearestName(to: "abc", among: ["cab"]) == nil, "two of three")
        #expect(nearestName(to: "abcd", among: ["abcx", "abcy"]) == "abcx")
        #expect(nearestName(to: "abcdef", among: ["abcdxy", "abcdex"]) == "abcdex", "the nearer one")
    }
}
