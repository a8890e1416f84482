import Determinism
import LadderText
import PLCCore
import Testing

/// Draws texts that look like ladder, right and wrong.
private struct LadderDice {
    var stream: RandomStream

    static let tags = """
        A:DINT N:INT R:REAL X:BOOL Y:BOOL T1:TIMER T2:TIMER C1:COUNTER P1:PID
        """
    static let declarations: [TagDeclaration] = tags.split(separator: " ").map { item in
        let parts = item.split(separator: ":")
        return TagDeclaration(name: String(parts[0]), type: TagType(rawValue: String(parts[1])) ?? .bool)
    }
    private static let pieces = [
        "XIC", "XIO", "OTE", "ONS", "TON", "CTU", "EQU", "MOV", "CPT", "CMP", "PID", "(", ")", "[", "]", ",", ";", "?",
        "A", "N", "R", "X", "T1", "T1.DN", "C1.ACC", "P1.SP", "A.3", "S_FS", "1", "-2", "3.5", "16#FF", "2#", "1e9",
        "+",
        "-", "*", "/", "MOD", "AND", "OR", "NOT", "<", "<>", "=", "MIN", "ABS", " ", "\n", "// note", "\r\n", "é", "\0",
        ".", ":", "#", "_", "1e999", "99999999999", "\u{FEFF}", "😀",
    ]

    init(_ seed: Int) { stream = RandomStream(seed: UInt64(seed), name: "ladder dice") }

    mutating func pick<Element>(_ items: [Element]) -> Element {
        items[Int.random(in: 0..<items.count, using: &stream)]
    }

    /// Pieces of ladder in any order.
    mutating func soup(_ count: Int) -> String {
        (0..<count).map { _ in pick(Self.pieces) }.joined()
    }

    /// A sound program with some characters changed, removed or doubled.
    mutating func damaged() -> String {
        var characters = Array(program(rungs: 4).unicodeScalars)
        for _ in 0..<Int.random(in: 1...6, using: &stream) where !characters.isEmpty {
            let place = Int.random(in: 0..<characters.count, using: &stream)
            switch Int.random(in: 0..<3, using: &stream) {
            case 0: characters.remove(at: place)
            case 1: characters.insert(contentsOf: pick(Self.pieces).unicodeScalars, at: place)
            default: characters[place] = pick(Array("()[],;?XT1.-".unicodeScalars))
            }
        }
        var text = String.UnicodeScalarView()
        text.append(contentsOf: characters)
        return String(text)
    }

    /// A sound program.
    mutating func program(rungs: Int) -> String {
        (0..<rungs).map { _ in
            (Bool.random(using: &stream) ? "// a comment \(Int.random(in: 0..<9, using: &stream))\n" : "")
                + elements(depth: 3) + ";\n"
        }.joined()
    }

    private mutating func elements(depth: Int) -> String {
        (0..<Int.random(in: 0...4, using: &stream)).map { _ in element(depth: depth) }.joined(separator: " ")
    }

    private mutating func element(depth: Int) -> String {
        if depth > 0, Int.random(in: 0..<4, using: &stream) == 0 {
            let legs = (0..<Int.random(in: 1...3, using: &stream)).map { _ in elements(depth: depth - 1) }
            return "[" + legs.joined(separator: ",") + "]"
        }
        let entry = pick(InstructionCatalogue.entries)
        let name = pick([entry.mnemonic] + entry.aliases)
        let operands = entry.operands.map { operand(pick([$0.kind])) }
        return "\(Bool.random(using: &stream) ? name : name.lowercased())(\(operands.joined(separator: ", ")))"
    }

    private mutating func operand(_ kind: OperandKind) -> String {
        switch kind {
        case .bit, .bitOrUnused: pick(["X", "Y", "T1.DN", "A.3", "S_FS", "P1.SWM"])
        case .outputBit, .storageBit: pick(["X", "y", "A.31", "N.15", "T1.DN", "P1.MO", "P1.INI"])
        case .timer: pick(["T1", "T2"])
        case .counter: "C1"
        case .timerOrCounter: pick(["T1", "C1"])
        case .pid, .pidOrUnused: "P1"
        case .start: pick(["?", "0", "250", "16#FF"])
        case .source, .sourceOrUnused: pick(["A", "N", "R", "5", "-2.5", "T1.ACC", "P1.OUT", "16#7F", "0"])
        case .integerSource: pick(["A", "N", "16#F0F0", "C1.ACC"])
        case .destination, .destinationOrUnused:
            pick(["A", "N", "R", "T1.PRE", "C1.ACC", "P1.SP", "P1.KI", "P1.UPD", "P1.MAXO", "P1.CTL"])
        case .integerDestination: pick(["A", "N", "P1.CTL"])
        case .expression: number(depth: 3)
        case .condition: condition(depth: 3)
        }
    }

    private mutating func number(depth: Int) -> String {
        guard depth > 0 else { return pick(["A", "N", "R", "2", "0", "1.5", "-3", "P1.ERR"]) }
        switch Int.random(in: 0..<5, using: &stream) {
        case 0: return "(\(number(depth: depth - 1)) \(pick(["+", "-", "*", "/", "MOD"])) \(number(depth: depth - 1)))"
        case 1: return "\(pick(["ABS", "SQR", "LN", "EXP"]))(\(number(depth: depth - 1)))"
        case 2: return "\(pick(["MIN", "MAX"]))(\(number(depth: depth - 1)),\(number(depth: depth - 1)))"
        case 3: return "-\(number(depth: depth - 1))"
        default: return number(depth: 0)
        }
    }

    private mutating func condition(depth: Int) -> String {
        guard depth > 0 else {
            return "\(number(depth: 1)) \(pick(["<", ">", "=", "<>", "<=", ">="])) \(number(depth: 1))"
        }
        switch Int.random(in: 0..<4, using: &stream) {
        case 0: return "(\(condition(depth: depth - 1)) \(pick(["AND", "OR", "XOR"])) \(condition(depth: depth - 1)))"
        case 1: return "NOT (\(condition(depth: depth - 1)))"
        case 2: return pick(["X", "T1.DN", "NOT Y"])
        default: return condition(depth: 0)
        }
    }
}

@Suite("Random programs", .timeLimit(.minutes(5)))
struct FuzzTests {
    @Test("any soup of characters is either read or refused with a place in the text", arguments: 0..<400)
    func soup(seed: Int) throws {
        var dice = LadderDice(seed)
        let text = dice.soup(60)
        try examine(text)
    }

    @Test("a damaged program is either read or refused with a place in the text", arguments: 0..<400)
    func damaged(seed: Int) throws {
        var dice = LadderDice(seed)
        try examine(dice.damaged())
    }

    private func examine(_ text: String) throws {
        let (program, findings) = NeutralText.parseWithFindings(text, file: "fuzz")
        let lines = text.unicodeScalars.count { $0 == "\n" } + 1
        for finding in findings {
            #expect((1...lines).contains(finding.position.line) && finding.position.column >= 1)
        }
        let printed = NeutralText.print(program)
        let again = try NeutralText.parse(printed, file: "fuzz")
        #expect(NeutralText.print(again) == printed, "\(text)")
        let tags = try TagTable(LadderDice.declarations)
        _ = try? CompiledProgram(program, tags: tags)
    }

    @Test("a sound program is read, printed, read again, compiled, and runs whatever its data are", arguments: 0..<300)
    func sound(seed: Int) throws {
        var dice = LadderDice(seed)
        let text = dice.program(rungs: 12)
        let program = try NeutralText.parse(text, file: "fuzz")
        let printed = NeutralText.print(program)
        let again = try NeutralText.parse(printed, file: "fuzz")
        #expect(NeutralText.print(again) == printed)
        #expect(again.rungs.map(\.comment) == program.rungs.map(\.comment))
        let tags = try TagTable(LadderDice.declarations)
        let first = Controller(program: try CompiledProgram(program, tags: tags))
        let second = Controller(program: try CompiledProgram(again, tags: tags))
        let paths = ["A", "N", "R", "X", "T1.PRE", "T1.ACC", "C1.ACC", "P1.SP", "P1.KP", "P1.DB", "P1.CTL", "P1.UPD"]
        let values: [Double] = [0, 1, -1, 1e9, -1e9, 3.4e38, .nan, .infinity, 0.1, 100]
        var now: Int64 = 0
        for _ in 0..<40 {
            now += Int64.random(in: 0..<200_000_000, using: &dice.stream)
            let reference = try #require(tags.resolve(dice.pick(paths)))
            let value = dice.pick(values)
            for controller in [first, second] {
                controller.clearFault()
                controller.enterRun(at: SimulatedTime(nanoseconds: now))
                controller.setValue(reference, value)
                controller.scan(at: SimulatedTime(nanoseconds: now))
            }
        }
        var left = Fingerprint()
        var right = Fingerprint()
        first.combine(into: &left)
        second.combine(into: &right)
        #expect(left == right, "printing changes nothing that the program does")
    }
}
