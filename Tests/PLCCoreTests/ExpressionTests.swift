import PLCCore
import Testing

@Suite("Expressions", .timeLimit(.minutes(5)))
struct ExpressionTests {
    @Test(
        "a formula has the value that algebra gives it",
        arguments: [
            ("2 + 3 * 4", 14.0), ("(2 + 3) * 4", 20), ("10 - 4 - 3", 3), ("-A + 1", -4), ("A * -2", -10),
            ("17 MOD 5", 2), ("20 / 3", 6), ("20 / 3.0", 6.666_666_507_720_947), ("ABS(-7)", 7), ("SQR(16)", 4),
            ("SQRT(2.25)", 1.5), ("MIN(A,3)", 3), ("MAX(A,3.5)", 5), ("LN(1)", 0), ("EXP(0)", 1),
            ("16#F0 AND 16#3C", 48), ("16#F0 OR 16#0F", 255), ("16#FF XOR 16#0F", 240), ("NOT 0", -1),
            ("2#1010 + 8#17", 25), ("1_000 * 2", 2_000), ("16#FFFF_FFFF", -1), ("A & 4", 4),
            ("MIN(MAX(A,1),MAX(2,3))", 3), ("1.5e1", 15), (".5 * 4", 2), ("a - -a", 10),
            ("((((A))))", 5), ("A/2*2", 4), ("NOT A + 6", 0),
        ])
    func value(formula: String, result: Double) throws {
        let bench = try Bench("A:DINT 5\nR:REAL", "CPT(R,\(formula));")
        bench.scan()
        #expect(bench["R"] == result)
        #expect(bench.controller.minorFaultCount == 0)
    }

    @Test(
        "a condition is true when logic says so",
        arguments: [
            ("A = 5", true), ("A <> 5", false), ("A < 5", false), ("A <= 5", true), ("A > 4.9", true),
            ("A >= 6", false),
            ("A > 1 AND A < 9", true), ("A > 9 OR A = 5", true), ("NOT (A > 9)", true), ("NOT ON", false),
            ("ON", true), ("ON AND OFF", false), ("ON XOR OFF", true), ("ON XOR ON", false), ("OFF XOR OFF", false),
            ("A > 9 OR A < 1 OR ON", true), ("OFF AND ON OR ON", true), ("OFF AND (ON OR ON)", false),
            ("NOT OFF AND NOT OFF", true), ("NOT (ON OR OFF) OR OFF", false), ("A * 2 = 10", true),
            ("T1.PRE = 7 AND NOT T1.DN", true), ("A.0 AND NOT A.1", true), ("NOT (NOT ON)", true),
        ])
    func condition(formula: String, result: Bool) throws {
        let bench = try Bench(
            "A:DINT 5\nON:BOOL 1\nOFF:BOOL\nX:BOOL\nY:BOOL\nT1:TIMER PRE=7",
            "CMP(\(formula))OTE(X);\nAFI()CMP(\(formula))OTE(Y);")
        bench.scan()
        #expect(bench["X"] == (result ? 1 : 0))
        #expect(bench["Y"] == 0, "a condition does not make a false rung true")
    }

    @Test("what stands behind a false left side of AND is not computed")
    func shortCircuit() throws {
        let bench = try Bench("A:DINT\nX:BOOL", "CMP(A <> 0 AND 10 / A > 2)OTE(X);")
        bench.scan()
        #expect(bench["X"] == 0 && bench.controller.minorFaultCount == 0)
        bench["A"] = 3
        bench.scan()
        #expect(bench["X"] == 1)
    }

    @Test("a formula may read the tag that it writes")
    func readsItsDestination() throws {
        let bench = try Bench("A:DINT 3\nB:DINT 4", "CPT(A,(A + B) * (A - B) + A);")
        bench.scan()
        #expect(bench["A"] == -4)
    }
}
