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
