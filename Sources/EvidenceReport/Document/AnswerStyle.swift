/// How an answer looks: a colour and a shape, so that it can be told without colours.
enum AnswerStyle: String {
    case good, doubt, bad, none

    /// The look of an answer's word in a table.
    init(word: String) {
        switch word {
        case "expected", "met", "held", "fixed", "improved", "unchanged": self = .good
        case "leak", "not met", "worse": self = .bad
        case "not applicable", "–", "": self = .none
        default: self = .doubt
        }
    }

    /// Its shape.
    var shape: String {
        switch self {
        case .good: "●"
        case .bad: "▲"
        case .none: "–"
        case .doubt: "◆"
        }
    }
}
