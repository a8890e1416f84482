import Diagnostics
import PLCCore

/// A recursive-descent parser of neutral text.
///
/// An error ends its rung: the parser goes on after the next `;`, so that several rungs can report theirs.
struct NeutralTextParser {
    /// The file, as the user named it.
    let file: String
    /// What is still to be read.
    var scanner: TextScanner
    /// The findings so far.
    var report: DiagnosticReport
    /// Comments seen since the last rung: blocks of lines, and where each ended.
    private var blocks: [CommentBlock] = []
    private var rungs: [Rung] = []
    /// Instructions and branches of the present rung.
    var elementCount = 0
    /// Tags, numbers and operators of the present operand.
    var nodeCount = 0

    private struct CommentBlock {
        var lines: [String]
        var lastLine: Int
    }

    /// Thrown inside the parser to leave a rung whose error has been reported.
    struct Abandoned: Error {}

    /// A parser at the start of `text`.
    init(_ text: String, file: String) {
        self.file = file
        scanner = TextScanner(text)
        report = DiagnosticReport(file: file)
    }

    /// Reads the whole text.
    mutating func parse() -> (program: LadderProgram, findings: [Diagnostic]) {
        var number = 0
        while true {
            skipBlanksAndComments()
            guard !scanner.isAtEnd else { break }
            guard number < ProgramLimits.rungs else {
                report.add(
                    .limitExceeded, at: scanner.position, "there are more than \(ProgramLimits.rungs) rungs",
                    hint: "divide the program between two controllers")
                break
            }
            parseRung(number)
            number += 1
        }
        let program = LadderProgram(
            file: file, rungs: rungs, closingNotes: blocks.map { $0.lines.joined(separator: "\n") })
        return (program, report.sorted)
    }

    private mutating func parseRung(_ number: Int) {
        let position = scanner.position
        var preface = blocks
        var comment: [String] = []
        if let last = preface.last, last.lastLine + 1 >= position.line {
            comment = last.lines
            preface.removeLast()
        }
        blocks = []
        elementCount = 0
        do throws(Abandoned) {
            let elements = try parseElements(depth: 0)
            try finishRung(startedAt: position)
            // Comments between the lines of a rung and behind its ';' belong to it.
            comment += blocks.flatMap(\.lines)
            blocks = []
            rungs.append(
                Rung(
                    number: number, preface: preface.map { $0.lines.joined(separator: "\n") },
                    comment: comment.joined(separator: "\n"), position: position, elements: elements,
                    text: NeutralText.text(of: elements)))
        } catch {
            skipToSemicolon()
            blocks = []
        }
    }

    /// Takes the `;` and a comment behind it.
    private mutating func finishRung(startedAt position: SourcePosition) throws(Abandoned) {
        guard scanner.take(";") else {
            switch scanner.next {
            case nil:
                throw fail(.missingSemicolon, at: position, "the rung that starts here has no ';'", "end it with ';'")
            case "]"?, ")"?:
                let sign = scanner.next ?? "]"
                throw fail(
                    .strayBracket, at: scanner.position, "this '\(sign)' closes nothing", "remove it or add its partner"
                )
            case ","?:
                throw fail(
                    .strayComma, at: scanner.position, "a ',' outside a branch",
                    "put parallel legs between '[' and ']'")
            case let other?:
                throw fail(
                    .unexpectedCharacter, at: scanner.position, "\(other.shown) cannot stand here",
                    "write an instruction, a branch '[...]' or ';'")
            }
        }
        let line = scanner.position.line
        while scanner.next == " " || scanner.next == "\t" { scanner.take() }
        if scanner.next == "/", scanner.afterNext == "/" { takeComment(line: line) }
    }

    // MARK: Elements

    private mutating func parseElements(depth: Int) throws(Abandoned) -> [RungElement] {
        var elements: [RungElement] = []
        while true {
            skipBlanksAndComments()
            guard let next = scanner.next, next.startsName || next == "[" else { return elements }
            elementCount += 1
            guard elementCount <= ProgramLimits.elementsPerRung else {
                throw fail(
                    .limitExceeded, at: scanner.position,
                    "the rung has more than \(ProgramLimits.elementsPerRung) instructions and branches",
                    "divide it into several rungs")
            }
            if next == "[" {
                elements.append(.branch(try parseBranch(depth: depth + 1)))
            } else {
                elements.append(.instruction(try parseInstruction()))
            }
        }
    }

    private mutating func parseBranch(depth: Int) throws(Abandoned) -> RungBranch {
        let position = scanner.position
        guard depth <= ProgramLimits.branchDepth else {
            throw fail(
                .limitExceeded, at: position, "branches are nested deeper than \(ProgramLimits.branchDepth) levels",
                "use an internal BOOL tag and a rung of its own")
        }
        scanner.take()
        var legs: [[RungElement]] = []
        while true {
            legs.append(try parseElements(depth: depth))
            if scanner.take(",") { continue }
            if scanner.take("]") { return RungBranch(position: position, legs: legs) }
            if scanner.next == nil || scanner.next == ";" {
                throw fail(.unclosedBracket, at: position, "this '[' has no ']'", "close the branch before ';'")
            }
            if scanner.next == ")" {
                throw fail(.strayBracket, at: scanner.position, "this ')' closes nothing", "remove it")
            }
            throw fail(
                .unexpectedCharacter, at: scanner.position, "\(scanner.next?.shown ?? "") cannot stand in a branch",
                "write an instruction, ',' or ']'")
        }
    }

    private mutating func parseInstruction() throws(Abandoned) -> InstructionCall {
        let position = scanner.position
        let mnemonic = scanner.take { $0.continuesName }
        skipBlanksAndComments()
        guard scanner.next == "(" else {
            return InstructionCall(mnemonic: mnemonic, position: position, operands: [])
        }
        let opening = scanner.position
        scanner.take()
        var operands: [Expression] = []
        skipBlanksAndComments()
        if scanner.take(")") { return InstructionCall(mnemonic: mnemonic, position: position, operands: []) }
        while true {
            nodeCount = 0
            operands.append(try parseOperand(of: mnemonic, opening: opening))
            guard operands.count <= ProgramLimits.operands else {
                throw fail(
                    .limitExceeded, at: position, "\(mnemonic) has more than \(ProgramLimits.operands) operands",
                    "no instruction takes so many")
            }
            if scanner.take(",") { continue }
            if scanner.take(")") { return InstructionCall(mnemonic: mnemonic, position: position, operands: operands) }
            throw unclosed(opening, what: mnemonic)
        }
    }

    private mutating func parseOperand(of mnemonic: String, opening: SourcePosition) throws(Abandoned) -> Expression {
        skipBlanksAndComments()
        if scanner.next == "," || scanner.next == ")" {
            throw fail(
                .emptyOperand, at: scanner.position, "an operand of \(mnemonic) is missing here",
                "write a tag, a number or '?'")
        }
        if scanner.next == nil || scanner.next == ";" { throw unclosed(opening, what: mnemonic) }
        let operand = try parseExpression(depth: 0, minimum: 1)
        skipBlanksAndComments()
        return operand
    }

    /// What to report when an operand list or a parenthesis is not closed where it should be.
    mutating func unclosed(_ opening: SourcePosition, what: String) -> Abandoned {
        switch scanner.next {
        case nil, ";"?, "]"?:
            return fail(.unclosedParenthesis, at: opening, "this '(' of \(what) has no ')'", "close it")
        case let other?:
            return fail(
                .malformedExpression, at: scanner.position, "\(other.shown) cannot follow an operand",
                "write an operator, ',' or ')'")
        }
    }

    /// Reports an error and gives what to throw.
    mutating func fail(
        _ code: LadderDiagnosticCode, at position: SourcePosition, _ message: String, _ hint: String? = nil
    ) -> Abandoned {
        report.add(code, at: position, message, hint: hint)
        return Abandoned()
    }

    // MARK: Blanks and comments

    /// Skips blanks; keeps comments for the rung that they belong to.
    mutating func skipBlanksAndComments() {
        while let next = scanner.next {
            if next.isBlank {
                scanner.take()
            } else if next == "/", scanner.afterNext == "/" {
                takeComment(line: scanner.position.line)
            } else {
                return
            }
        }
    }

    private mutating func takeComment(line: Int) {
        scanner.take()
        scanner.take()
        var text = scanner.takeLine()
        if text.hasPrefix(" ") { text.removeFirst() }
        while text.last == " " || text.last == "\t" { text.removeLast() }
        if let last = blocks.last, last.lastLine + 1 >= line {
            blocks[blocks.count - 1].lines.append(text)
            blocks[blocks.count - 1].lastLine = line
        } else {
            blocks.append(CommentBlock(lines: [text], lastLine: line))
        }
    }

    /// Goes on behind the next `;` that is not in a comment.
    private mutating func skipToSemicolon() {
        while let next = scanner.next {
            if next == "/", scanner.afterNext == "/" {
                _ = scanner.takeLine()
            } else {
                scanner.take()
                if next == ";" { return }
            }
        }
    }
}
