import LadderText
import PLCCore
import Testing

@Suite("Tags guessed from a program", .timeLimit(.minutes(5)))
struct TagInferenceTests {
    @Test("each use says what the tag is, the firmer use before the weaker")
    func uses() throws {
        let program = try NeutralText.parse(
            """
            RES(C1)RES(T1);
            XIC(RUN)XIC(T1.DN)XIC(WORD.3)CTU(C1,?,?)TON(T2,5,0);
            MOV(LEVEL,HOLD)MVM(MASK,16#F,WORD)CMP(PRESSURE > 2 AND READY AND P1.SWM);
            CPT(SUM,A * 2 + (B AND 7))XIC(C9.CU)XIC(S_FS)MOV(WORD,B);
            """, file: "a")
        let found = TagInference.declarations(for: program)
        #expect(
            found.map { "\($0.name):\($0.type.rawValue)" } == [
                "C1:COUNTER", "T1:TIMER", "RUN:BOOL", "WORD:DINT", "T2:TIMER", "LEVEL:REAL", "HOLD:REAL", "MASK:DINT",
                "PRESSURE:REAL", "READY:BOOL", "P1:PID", "SUM:REAL", "A:REAL", "B:DINT", "C9:COUNTER",
            ])
        let compiled = try CompiledProgram(program, tags: TagTable(found))
        #expect(compiled.warnings.isEmpty)
    }

    @Test("a tag used in two ways that exclude each other is left to the compiler to report")
    func conflict() throws {
        let program = try NeutralText.parse("XIC(A)TON(A,1,0);", file: "a")
        let tags = try TagTable(TagInference.declarations(for: program))
        #expect(throws: (any Error).self) { try CompiledProgram(program, tags: tags) }
    }
}
