import LadderText
import PLCCore
import Testing

@Suite("What rungs examine and drive", .timeLimit(.minutes(5)))
struct LadderUseTests {
    @Test("contacts are examined, coils and destinations driven, each once, in branches too")
    func uses() throws {
        let program = try NeutralText.parse(
            """
            XIC(A)[XIO(B) ,XIC(A) ]ONS(S)[OTE(C) ,OTL(D) ,MOV(1,N) ,TON(T,?,?) ];

            GRT(LEVEL,SP)CPT(N,SP * 2);

            XIC(T.DN)RES(T)PID(L,LEVEL,0,OUT,0,0,0)FROB(A);
            """, file: "a")
        #expect(
            program.uses.map(\.driven) == [["C", "D", "N", "T"], ["N"], ["T", "L", "OUT"]])
        #expect(program.uses.map(\.examined) == [["A", "B"], [], ["T.DN"]])
        #expect(program.uses.map(\.number) == [0, 1, 2])
    }
}
