import Diagnostics
import Text

/// A piece of a document. Every writer handles each kind: a new one does not compile until all of them do.
enum DocumentBlock {
    /// The answer, in the look of its style, with what it rests on.
    case verdict(VerdictBox)
    /// Figures that a reader looks for first.
    case keyFigures([KeyFigure])
    /// Pairs of a name and what it stands for.
    case facts([Fact])
    /// Sentences.
    case paragraph(Prose)
    /// A sentence about what comes next.
    case note(String)
    /// Sentences, an item each.
    case list([String])
    /// Rows of cells.
    case table(ReportTable)
    /// Values over time. A text has the tables only, which hold the same findings.
    case plot(Plot)
    /// Lengths side by side, likewise.
    case bars(BarChart)
    /// Where the sections are; a page has it, a text is scrolled.
    case contents
    /// A text of its own, line breaks and all.
    case verbatim(String)
    /// Questions with room for their answers.
    case questions([DocumentQuestion])
    /// Room for names, dates and signatures, a row a role.
    case signatures([String])
}

extension DocumentBlock {
    /// A plot where there is one to show, and nothing where there is none.
    static func plots(_ plot: Plot?) -> [DocumentBlock] { plot.map { [.plot($0)] } ?? [] }
}

/// The answer of a document.
struct VerdictBox {
    /// How it looks.
    var style: AnswerStyle
    /// What was looked at and when, a line above it; empty for none.
    var over: String
    /// The answer, a line.
    var headline: String
    /// Why, sentences.
    var reason: String
    /// Its lines below that: what was under test, the answer's word, the exit status.
    var lines: [Prose]

    /// The line of an answer's word and the exit status that goes with it.
    static func status(_ answer: String, _ exitStatus: ExitStatus) -> Prose {
        [.plain("Answer "), .strong(answer), .plain(", exit status "), .strong("\(exitStatus)"), .plain(".")]
    }
}

/// A figure that a reader looks for first.
struct KeyFigure {
    /// What it is.
    var name: String
    /// The figure with its unit.
    var value: String
    /// What it means, or its interval; empty for nothing.
    var detail: String

    /// A figure's 95 % interval as its detail.
    static func interval(_ low: Double?, _ high: Double?) -> String {
        low == nil ? "no interval" : "95 % interval \(Figures.interval(low, high))"
    }
}

/// A name and what it stands for.
struct Fact {
    /// The name.
    var name: String
    /// What it stands for.
    var value: String
}

/// A question that the evidence raises and does not answer.
struct DocumentQuestion {
    /// What it is about.
    var subject: String
    /// What was seen, a sentence.
    var seen: String
    /// The question.
    var question: String
}
