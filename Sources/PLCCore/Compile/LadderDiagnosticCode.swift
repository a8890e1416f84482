/// Every finding that a ladder text can have, with its stable code.
package enum LadderDiagnosticCode: String, CaseIterable, Sendable {
    // Syntax: found by the parsers in LadderText.
    /// A character that means nothing at this place.
    case unexpectedCharacter = "LAD001"
    /// A rung without its ';'.
    case missingSemicolon = "LAD002"
    /// A '(' without its ')'.
    case unclosedParenthesis = "LAD003"
    /// A '[' without its ']'.
    case unclosedBracket = "LAD004"
    /// A ')' or ']' that closes nothing.
    case strayBracket = "LAD005"
    /// A number that cannot be read.
    case malformedNumber = "LAD006"
    /// A formula that breaks off or lacks an operator.
    case malformedExpression = "LAD007"
    /// A text, rung, branch or formula beyond its limit.
    case limitExceeded = "LAD008"
    /// Nothing between two commas or parentheses.
    case emptyOperand = "LAD009"
    /// A ',' outside a branch and outside operands.
    case strayComma = "LAD010"
    // Meaning: found by the compiler.
    /// A mnemonic that is not in the instruction table.
    case unknownInstruction = "LAD101"
    /// An instruction that is known but not executed.
    case unsupportedInstruction = "LAD102"
    /// Too few or too many operands.
    case operandCount = "LAD103"
    /// A tag that is not in the tag table.
    case unknownTag = "LAD104"
    /// A member that the structure does not have.
    case unknownMember = "LAD105"
    /// An operand of the wrong type.
    case wrongOperand = "LAD106"
    /// A write to a tag of the controller's own.
    case readOnlyTag = "LAD107"
    /// A bit number beyond the integer, or a bit of something that has none.
    case noSuchBit = "LAD108"
    /// An array element, a module address or a member of a scalar.
    case unsupportedPath = "LAD109"
    /// A number beyond its type.
    case numberOutOfRange = "LAD110"
    /// Conditions and numbers, or REAL numbers and bit operators, in one operation.
    case mixedTypes = "LAD111"
    /// A function that is not known, or with the wrong number of arguments.
    case unknownFunction = "LAD112"
    // Warnings: the program runs, but probably not as meant.
    /// A bit that several OTE drive: the last one decides.
    case duplicateOutput = "LAD201"
    /// A storage bit that several one shots use: they disturb each other.
    case sharedStorageBit = "LAD202"
    /// A timer, counter or loop that several instructions of its kind drive.
    case sharedStructure = "LAD203"
    /// A RES on the timer of a TOF.
    case resetOfOffDelay = "LAD204"
    /// A start value on the rung that differs from the one in the tag table.
    case startValueIgnored = "LAD205"
    /// An instruction that is skipped because unknown ones are allowed.
    case skippedInstruction = "LAD206"
    /// A rung that goes on with a condition on a new line, not moved in, behind its output.
    case swallowedRung = "LAD207"

    /// What the code stands for, one sentence for lists.
    package var sentence: String {
        switch self {
        case .unexpectedCharacter: "A character that means nothing at this place."
        case .missingSemicolon: "A rung without its ';'."
        case .unclosedParenthesis: "A '(' without its ')'."
        case .unclosedBracket: "A '[' without its ']'."
        case .strayBracket: "A ')' or ']' that closes nothing."
        case .malformedNumber: "A number that cannot be read."
        case .malformedExpression: "A formula that breaks off or lacks an operator."
        case .limitExceeded: "A text, rung, branch or formula beyond its limit."
        case .emptyOperand: "Nothing between two commas or parentheses."
        case .strayComma: "A ',' outside a branch and outside operands."
        case .unknownInstruction: "A mnemonic that is not in the instruction table."
        case .unsupportedInstruction: "An instruction that is known but not executed."
        case .operandCount: "Too few or too many operands."
        case .unknownTag: "A tag that is not in the tag table."
        case .unknownMember: "A member that the structure does not have."
        case .wrongOperand: "An operand of the wrong type."
        case .readOnlyTag: "A write to a tag of the controller's own."
        case .noSuchBit: "A bit number beyond the integer, or a bit of something that has none."
        case .unsupportedPath: "An array element, a module address or a member of a scalar."
        case .numberOutOfRange: "A number beyond its type."
        case .mixedTypes: "Conditions and numbers, or REAL numbers and bit operators, in one operation."
        case .unknownFunction: "A function that is not known, or with the wrong number of arguments."
        case .duplicateOutput: "A bit that several OTE drive: the last one decides."
        case .sharedStorageBit: "A storage bit that several one shots use: they disturb each other."
        case .sharedStructure: "A timer, counter or loop that several instructions of its kind drive."
        case .resetOfOffDelay: "A RES on the timer of a TOF."
        case .startValueIgnored: "A start value on the rung that differs from the one in the tag table."
        case .skippedInstruction: "An instruction that is skipped because unknown ones are allowed."
        case .swallowedRung: "A rung that goes on with a condition on a new line behind its output: a ';' is missing."
        }
    }

    /// Whether it stops the work.
    package var isWarning: Bool { rawValue >= "LAD200" }
}
