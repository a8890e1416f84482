import Text

/// How an answer looks: a colour and a shape, so that it can be told without colours.
enum AnswerStyle {
    /// The style class of an answer's word.
    static func name(_ answer: String) -> String {
        switch answer {
        case "expected", "met", "held", "0": "good"
        case "leak", "not met": "bad"
        case "not applicable": "none"
        default: "doubt"
        }
    }

    /// An answer's word with its shape and colour, as HTML.
    static func badge(_ answer: String) -> String {
        let style = name(answer)
        return "<span class=\"badge \(style)\">\(shape(style)) \(Escaping.markup(answer))</span>"
    }

    /// The shape of a style, as HTML.
    static func shape(_ style: String) -> String {
        switch style {
        case "good": "<span aria-hidden=\"true\">●</span>"
        case "bad": "<span aria-hidden=\"true\">▲</span>"
        case "none": "<span aria-hidden=\"true\">–</span>"
        default: "<span aria-hidden=\"true\">◆</span>"
        }
    }
}
