/// A stretch of text, some words of it set apart; not escaped.
typealias Prose = [Phrase]

/// Words that look alike.
enum Phrase {
    /// Words as the text around them.
    case plain(String)
    /// A figure or a name that the eye shall find.
    case strong(String)
    /// Something to type.
    case code(String)
}

extension [Phrase] {
    /// The words without their looks.
    var words: String {
        map { phrase in
            switch phrase {
            case .plain(let text), .strong(let text), .code(let text): text
            }
        }.joined()
    }
}
