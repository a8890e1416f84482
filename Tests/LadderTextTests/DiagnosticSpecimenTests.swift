import Diagnostics
import LadderText
import PLCCore
import Testing

/// A text with one fault in it, and what is to be said about that.
struct Specimen: Sendable, CustomTestStringConvertible {
    let code: String
    let text: String
    let line: Int
    let column: Int
    /// Words that message or hint contains.
    let says: String

    init(_ code: String, _ text: String, _ line: Int, _ column: Int, _ says: String) {
        self.code = code
        self.text = text
        self.line = line
        self.column = column
        self.says = says
    }

    var testDescription: String { "\(code) \(text.prefix(60))" }

    static let all: [Specimen] = [
        Specimen("LAD001", "XIC(RUN) $ OTE(OUT);", 1, 10, "'$'"),
        Specimen("LAD001", "[XIC(RUN) ! ]OTE(OUT);", 1, 11, "'!'"),
        Specimen("LAD001", "XIC(RUN)\u{7}OTE(OUT);", 1, 9, "control character 7"),
        Specimen("LAD002", "NOP();\n  XIC(RUN)\nOTE(OUT)", 2, 3, "no ';'"),
        Specimen("LAD003", "XIC(RUN;\nOTE(OUT);", 1, 4, "no ')'"),
        Specimen("LAD003", "CPT(D,(A+B;", 1, 7, "no ')'"),
        Specimen("LAD004", "[XIC(RUN) ,XIC(OUT) OTE(OUT);", 1, 1, "no ']'"),
        Specimen("LAD005", "XIC(RUN)]OTE(OUT);", 1, 9, "closes nothing"),
        Specimen("LAD005", "XIC(RUN))OTE(OUT);", 1, 9, "closes nothing"),
        Specimen("LAD006", "MOV(1.2.3,D);", 1, 5, "'1.2.3'"),
        Specimen("LAD006", "MOV(16#GG,D);", 1, 5, "16#FF"),
        Specimen("LAD006", "MOV(7A,D);", 1, 5, "names start with a letter"),
        Specimen("LAD006", "MOV(3#12,D);", 1, 5, "not a number"),
        Specimen("LAD007", "CPT(D,A + * B);", 1, 11, "value is needed"),
        Specimen("LAD007", "CPT(D,A ** B);", 1, 9, "not supported"),
        Specimen("LAD007", "CPT(D,A B);", 1, 9, "cannot follow"),
        Specimen("LAD007", "CPT(D,MOD 3);", 1, 7, "left"),
        Specimen("LAD007", "CPT(D,A + ?);", 1, 11, "'?'"),
        Specimen("LAD106", "CPT(D,?);", 1, 7, "numeric expression"),
        Specimen(
            "LAD008",
            "CPT(D," + String(repeating: "(", count: 40) + "A" + String(repeating: ")", count: 40) + ");",
            1, 40, "nested deeper"),
        Specimen(
            "LAD008", String(repeating: "[", count: 70) + String(repeating: "]", count: 70) + ";", 1, 65,
            "nested deeper"),
        Specimen("LAD008", "CPT(D,A" + String(repeating: "+A", count: 200) + ");", 1, 262, "more than 256"),
        Specimen("LAD008", String(repeating: "NOP()", count: 5_000) + ";", 1, 20_481, "4096"),
        Specimen("LAD009", "MOV(,D);", 1, 5, "missing"),
        Specimen("LAD009", "MOV(A,);", 1, 7, "missing"),
        Specimen("LAD010", "XIC(RUN),OTE(OUT);", 1, 9, "'['"),
        Specimen("LAD101", "XIK(RUN)OTE(OUT);", 1, 1, "did you mean 'XIC'"),
        Specimen("LAD101", "[NOP() ,MOVEE(A,D) ];", 1, 9, "did you mean 'MOVE'"),
        Specimen("LAD101", "FROBNICATE(A);", 1, 1, "ladder instructions"),
        Specimen("LAD102", "JSR(PUMPS,0);", 1, 1, "not supported"),
        Specimen("LAD103", "ADD(A,D);", 1, 1, "write ADD(a,b,dest)"),
        Specimen("LAD103", "XIC(RUN,OUT);", 1, 1, "takes 1 operand, not 2"),
        Specimen("LAD103", "AFI(RUN);", 1, 1, "takes 0 operands, not 1"),
        Specimen("LAD104", "XIC(RNU);", 1, 5, "did you mean 'RUN'"),
        Specimen("LAD104", "CPT(D,A + Zebra);", 1, 11, "tags.csv"),
        Specimen("LAD105", "XIC(T1.DM);", 1, 5, "did you mean '.DN'"),
        Specimen("LAD105", "XIC(C1.QQQQ);", 1, 5, "PRE, ACC"),
        Specimen("LAD106", "XIC(A);", 1, 5, "BOOL"),
        Specimen("LAD106", "TON(C1,?,?);", 1, 5, "a TIMER tag"),
        Specimen("LAD106", "TON(T1,A,?);", 1, 8, "'?' or a whole number"),
        Specimen("LAD106", "MOV(A,5);", 1, 7, "INT, DINT or REAL tag"),
        Specimen("LAD106", "MOV(RUN,D);", 1, 5, "a number"),
        Specimen("LAD106", "ADD(A + 1,A,D);", 1, 5, "'A + 1'"),
        Specimen("LAD106", "MEQ(R,1,1);", 1, 5, "whole number"),
        Specimen("LAD106", "MVM(A,1,R);", 1, 9, "INT or DINT"),
        Specimen("LAD106", "RES(RUN);", 1, 5, "COUNTER"),
        Specimen("LAD106", "PID(P1,A,0,D,0,5,0);", 1, 16, "0 when it is not used"),
        Specimen("LAD107", "OTE(S_FS);", 1, 5, "only be read"),
        Specimen("LAD107", "MOV(0,S_SCAN);", 1, 7, "only be read"),
        Specimen("LAD108", "XIC(N.16);", 1, 5, "0 to 15"),
        Specimen("LAD108", "XIC(D.32);", 1, 5, "0 to 31"),
        Specimen("LAD108", "XIC(R.1);", 1, 5, "only INT and DINT"),
        Specimen("LAD109", "XIC(A[3].1);", 1, 5, "no arrays"),
        Specimen("LAD109", "XIC(Local:3:I.Data.5);", 1, 5, "module addresses"),
        Specimen("LAD109", "XIC(RUN.DN);", 1, 5, "no members"),
        Specimen("LAD109", "XIC(T1.ACC.3.2);", 1, 5, "too many"),
        Specimen("LAD110", "MOV(3000000000,D);", 1, 5, "DINT"),
        Specimen("LAD110", "MOV(1e300,R);", 1, 5, "REAL"),
        Specimen("LAD110", "TON(T1,16#1_0000_0000,?);", 1, 8, "DINT"),
        Specimen("LAD110", "TON(T1,-1,?);", 1, 8, "4/34"),
        Specimen("LAD111", "CMP(A);", 1, 5, "condition is needed"),
        Specimen("LAD111", "CMP(NOT RUN > 2);", 1, 9, "not a number"),
        Specimen("LAD111", "CPT(D,A > 2);", 1, 9, "condition"),
        Specimen("LAD111", "CPT(D,R AND 1);", 1, 9, "REAL"),
        Specimen("LAD111", "CPT(D,NOT R);", 1, 7, "REAL"),
        Specimen("LAD111", "CPT(D,RUN + 1);", 1, 7, "not a number"),
        Specimen("LAD111", "CPT(D,T1 + 1);", 1, 7, "not a number"),
        Specimen("LAD112", "CPT(R,SINH(R));", 1, 7, "no function 'SINH'"),
        Specimen("LAD112", "CPT(R,SQRR(R));", 1, 7, "did you mean"),
        Specimen("LAD112", "CPT(R,MAX(R));", 1, 7, "takes 2 arguments"),
        Specimen("LAD207", "XIC(RUN)OTE(OUT)\nXIC(RUN)OTL(OUT);", 2, 1, "put a ';' before it"),
        Specimen("LAD207", "[XIC(RUN) ,XIC(OUT) ]\nADD(A,B,D)\n[XIC(RUN) ]OTL(OUT);", 3, 1, "';'"),
        Specimen("LAD201", "XIC(RUN)OTE(OUT);\nXIO(RUN)OTE(out);", 2, 9, "rung 0"),
        Specimen("LAD201", "OTE(D.3);\nOTE(D.3);", 2, 1, "last one decides"),
        Specimen("LAD202", "ONS(OUT);\nXIC(RUN)ONS(OUT);", 2, 9, "rung 0"),
        Specimen("LAD203", "TON(T1,?,?);\nRTO(T1,?,?);", 2, 1, "rung 0"),
        Specimen("LAD204", "RES(T1);\nTOF(T1,?,?);", 1, 1, "ends its delay"),
        Specimen("LAD204", "TOF(T1,?,?);\nRES(T1);", 2, 1, "ends its delay"),
        Specimen("LAD205", "TON(T2,900,?);", 1, 8, "500"),
        Specimen("LAD206", "XIC(RUN)SQO(A,B,C)OTE(OUT);", 1, 9, "SQO"),
    ]
}

@Suite("Diagnostics", .timeLimit(.minutes(5)))
struct DiagnosticSpecimenTests {
    private func table() throws -> TagTable {
        try TagTable([
            TagDeclaration(name: "RUN", type: .bool), TagDeclaration(name: "OUT", type: .bool),
            TagDeclaration(name: "A", type: .dint), TagDeclaration(name: "B", type: .dint),
            TagDeclaration(name: "D", type: .dint), TagDeclaration(name: "N", type: .int),
            TagDeclaration(name: "R", type: .real), TagDeclaration(name: "T1", type: .timer),
            TagDeclaration(name: "T2", type: .timer, initial: ["pre": 500]),
            TagDeclaration(name: "C1", type: .counter), TagDeclaration(name: "P1", type: .pid),
        ])
    }

    /// Every finding about a text, syntax and meaning.
    private func findings(_ text: String, allowUnknown: Bool = false) throws -> [Diagnostic] {
        let (program, syntax) = NeutralText.parseWithFindings(text, file: "pump.ladder")
        do {
            return syntax + (try CompiledProgram(program, tags: table(), allowUnknown: allowUnknown).warnings)
        } catch let error as InvalidInput {
            return syntax + error.diagnostics
        }
    }

    @Test("a specimen gives exactly its finding, at its place", arguments: Specimen.all)
    func specimen(_ specimen: Specimen) throws {
        let found = try findings(specimen.text, allowUnknown: specimen.code == "LAD206")
        #expect(found.count == 1, "\(found)")
        let first = try #require(found.first)
        #expect(first.code == specimen.code)
        #expect(first.severity == (specimen.code < "LAD200" ? .error : .warning))
        #expect(first.position == SourcePosition(line: specimen.line, column: specimen.column), "\(first)")
        #expect(first.description.contains(specimen.says), "\(first)")
        #expect(first.file == "pump.ladder")
    }

    @Test("every code has a specimen", arguments: LadderDiagnosticCode.allCases)
    func coverage(code: LadderDiagnosticCode) {
        #expect(Specimen.all.contains { $0.code == code.rawValue })
        #expect(code.isWarning == (code.rawValue >= "LAD200"))
        #expect(code.sentence.hasSuffix("."))
    }

    @Test("a finding reads as file, line, column, severity, code, what and how to mend it")
    func form() throws {
        let found = try findings("NOP();\nXIC(RNU)OTE(OUT);")
        #expect(
            found.map(\.description) == ["pump.ladder:2:5: error LAD104: there is no tag 'RNU'; did you mean 'RUN'?"])
    }

    @Test("all findings of a file are reported, in order, syntax and meaning")
    func several() throws {
        let found = try findings("XIC(RNU)OTE(OUT);\nXIC(RUN;\n[NOP() ;\nADD(A,B)XIK(RUN);\nMOV(1.2.3,D);\nOTE(OUTT);")
        #expect(
            Set(found.map { "\($0.position.line) \($0.code)" })
                == ["1 LAD104", "2 LAD003", "3 LAD004", "4 LAD103", "4 LAD101", "5 LAD006", "6 LAD104"])
    }

    @Test("parse throws what it finds, and gives the program when there is nothing")
    func throwing() throws {
        #expect(throws: InvalidInput.self) { try NeutralText.parse("XIC(;", file: "a") }
        let program = try NeutralText.parse("// why\nxic(run)ote(out);", file: "a")
        #expect(program.rungs.count == 1 && program.rungs[0].comment == "why")
        let compiled = try CompiledProgram(program, tags: table())
        #expect(compiled.rungCount == 1 && compiled.instructionCount == 2 && compiled.warnings.isEmpty)
    }

    @Test("beyond the limit findings are counted, and errors still stop the work")
    func flood() throws {
        let warnings = String(repeating: "OTE(OUT);\n", count: 400)
        #expect(throws: InvalidInput.self) {
            try CompiledProgram(NeutralText.parse(warnings + "XIC(NOPE);", file: "a"), tags: table())
        }
        let found = try findings(String(repeating: "XIC(NOPE);\n", count: 1_000))
        #expect(found.count == ProgramLimits.diagnostics + 1)
        #expect(found.last?.message.contains("800") == true)
    }

    @Test("warnings never hide an error: errors come first, and the limit takes warnings away")
    func errorsFirst() throws {
        let warnings = String(repeating: "OTE(OUT);\n", count: 400)
        let found = try findings(warnings + "XIC(NOPE);")
        #expect(found.first?.code == "LAD104" && found.first?.position.line == 401)
        #expect(found.count == ProgramLimits.diagnostics + 1)
        #expect(found.last?.severity == .warning && found.last?.message.contains("200") == true)
    }

    @Test(
        "a rung on several lines swallowed nothing when its author only broke the line",
        arguments: [
            "XIC(RUN)\n[XIO(OUT) ,XIC(RUN) ]\nOTE(OUT);", "XIC(RUN)OTL(OUT)XIC(RUN)OTU(OUT);",
            "XIC(RUN)OTE(OUT)\nADD(A,B,D);", "XIC(RUN)TON(T1,?,?)\n    XIC(T1.DN)OTE(OUT);",
            "XIC(RUN)[OTE(OUT)\n,XIC(RUN) OTL(OUT) ];", "TON(T1,?,?)\nNOP();",
        ])
    func notSwallowed(text: String) throws {
        #expect(try !findings(text).contains { $0.code == "LAD207" })
    }

    @Test("an unknown instruction that is allowed passes the rung on")
    func allowed() throws {
        let program = try NeutralText.parse("XIC(RUN)SQO(A,B,C)OTE(OUT);", file: "a")
        let tags = try table()
        let controller = Controller(program: try CompiledProgram(program, tags: tags, allowUnknown: true))
        let run = try #require(tags.resolve("RUN"))
        let out = try #require(tags.resolve("OUT"))
        controller.enterRun(at: .init(nanoseconds: 0))
        controller.setValue(run, 1)
        controller.scan(at: .init(nanoseconds: 0))
        #expect(controller.value(out) == 1)
    }

    @Test("what is not supported is listed with its count")
    func unsupported() throws {
        let program = try NeutralText.parse("JSR(A,0)[SQO(A) ,jsr(B) ];XIC(A);FROB();", file: "a")
        #expect(program.unsupportedInstructions.map { "\($0.mnemonic) \($0.count)" } == ["FROB 1", "JSR 2", "SQO 1"])
    }

    @Test("a text beyond the limit is refused")
    func tooLong() {
        let text = String(repeating: " ", count: ProgramLimits.sourceBytes + 1)
        #expect(throws: InvalidInput.self) { try NeutralText.parse(text, file: "a") }
    }
}
