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

                CPT(D,A + B * 2 - (C - 1) / (-3) MOD 16#FF)CMP(A > 1 AND NOT (B < 2 OR RUN));

                ;

                TON(T1,?,0)MOVE(-1.5e-3,R)NOP()AFI()[[XIC(a) , ] ,[ , ] ];

                // The end.

                """)
        let again = try NeutralText.parse(printed, file: "a")
        #expect(NeutralText.print(again) == printed)
        #expect(again.rungs.map(\.text) == program.rungs.map(\.text))
        #expect(again.rungs.map(\.comment) == program.rungs.map(\.comment))
    }
}
