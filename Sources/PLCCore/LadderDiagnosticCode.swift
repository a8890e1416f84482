/// Every finding that a ladder text can have, with its stable code.
package enum LadderDiagnosticCode: String, CaseIterable, Sendable {
    // Syntax: found by the parsers in LadderText.
    case unexpectedCharacter = "LAD001"
    case missingSemicolon = "LAD002"
    case unclosedParenthesis = "LAD003"
    case unclosedBracket = "LAD004"
    case strayBracket = "LAD005"
    case malformedNumber = "LAD006"
    case malformedExpression = "LAD007"
    case limitExceeded = "LAD008"
    case emptyOperand = "LAD009"
    case strayComma = "LAD010"
    // Meaning: found by the compiler.
    case unknownInstruction = "LAD101"
    case unsupportedInstruction = "LAD102"
    case operandCount = "LAD103"
    case unknownTag = "LAD104"
    case unknownMember = "LAD105"
    case wrongOperand = "LAD106"
    case readOnlyTag = "LAD107"
    case noSuchBit = "LAD108"
    case unsupportedPath = "LAD109"
    case numberOutOfRange = "LAD110"
    case mixedTypes = "LAD111"
    case unknownFunction = "LAD112"
    // Warnings: the program runs, but probably not as meant.
    case duplicateOutput = "LAD201"
    case sharedStorageBit = "LAD202"
    case sharedStructure = "LAD203"
    case resetOfOffDelay = "LAD204"
    case startValueIgnored = "LAD205"
    case skippedInstruction = "LAD206"

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
        }
    }

    /// Whether it stops the work.
    package var isWarning: Bool { rawValue >= "LAD200" }
}
