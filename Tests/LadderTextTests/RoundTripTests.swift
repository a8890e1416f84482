import LadderText
import PLCCore
import Testing

@Suite("Neutral text there and back", .timeLimit(.minutes(5)))
struct RoundTripTests {
    @Test("printing is stable and reading it back gives the same rungs")
    func roundTrip() throws {
        let text = """
            // Pump station.
            // Second line.

            // Start and stop.
            XIC(START)
              [XIO(STOP), XIC(RUN)   , ]
              // in the middle
              OTE(RUN); // behind

            CPT(D, A+B*2-(C-1)/-3 MOD 16#FF) CMP(A > 1 AND NOT (B < 2 OR RUN)) ; ;
            TON(T1,?,0) MOVE(-1.5e-3,R) NOP AFI() [[XIC(a), ],[ , ]] ;
            // The end.
            """
        let program = try NeutralText.parse(text, file: "a")
        let printed = NeutralText.print(program)
        #expect(
            printed == """
                // Pump station.
                // Second line.

                // Start and stop.
                // in the middle
                // behind
                XIC(START)[XIO(STOP) ,XIC(RUN) , ]OTE(RUN);

                CPT(D,A + B * 2 - (C - 1) / -3 MOD 16#FF)CMP(A > 1 AND NOT (B < 2 OR RUN));

                ;

                TON(T1,?,0)MOVE(-1.5e-3,R)NOP()AFI()[[XIC(a) , ] ,[ , ] ];

                // The end.

                """)
        let again = try NeutralText.parse(printed, file: "a")
        #expect(NeutralText.print(again) == printed)
        #expect(again.rungs.map(\.text) == program.rungs.map(\.text))
        #expect(again.rungs.map(\.comment) == program.rungs.map(\.comment))
    }

    @Test(
        "parentheses stay as their author wrote them, needed or not",
        arguments: [
            "CPT(D,(A + B));", "CPT(D,((A)) * (B * C));", "CPT(D,(A + B) * C - (-A));", "CPT(D,A - -B * -(C));",
            "CMP((A > 1) AND (NOT (RUN OR (B < 2))));", "CPT(D,MAX((A),(B + 1)));", "MOV((A),D);",
        ])
    func parentheses(text: String) throws {
        let program = try NeutralText.parse(text, file: "a")
        #expect(NeutralText.print(program) == text + "\n")
    }

    @Test("parentheses that are not needed change nothing that is computed")
    func meaning() throws {
        let tags = try TagTable([
            TagDeclaration(name: "A", type: .dint), TagDeclaration(name: "D", type: .dint),
            TagDeclaration(name: "RUN", type: .bool),
        ])
        for (text, value) in [("CPT(D,((7)) - (A));", 7.0), ("MOV((D),D);", 0), ("CPT(D,2 * (3 + 4));", 14)] {
            let controller = Controller(
                program: try CompiledProgram(try NeutralText.parse(text, file: "a"), tags: tags))
            controller.enterRun(at: .init(nanoseconds: 0))
            controller.scan(at: .init(nanoseconds: 0))
            #expect(controller.value(try #require(tags.resolve("D"))) == value, "\(text)")
        }
    }
}
