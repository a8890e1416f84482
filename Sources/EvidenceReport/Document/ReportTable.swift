import Text

/// A table of plain texts, which every writer can write.
struct ReportTable {
    /// A column: its heading and how its cells stand.
    struct Column {
        /// How cells stand: short texts, figures flush right, or sentences that need room.
        enum Style {
            case text, number, prose
        }

        var title: String
        var style: Style

        /// A column of short texts.
        static func text(_ title: String) -> Column { Column(title: title, style: .text) }
        /// A column of figures.
        static func number(_ title: String) -> Column { Column(title: title, style: .number) }
        /// A column of sentences, or of texts that may be long and without a blank.
        static func prose(_ title: String) -> Column { Column(title: title, style: .prose) }
    }

    /// What it shows; empty within a section that says so.
    var title: String
    /// A sentence about it; empty for none.
    var note = ""
    /// The columns.
    var columns: [Column]
    /// The rows, as many cells as there are columns; not escaped.
    var rows: [[String]]
    /// The column whose cells carry an answer and get its colour.
    var answerColumn: Int?

    /// Most rows that a document shows of one table.
    static let mostRows = 500

    /// The rows that are shown.
    var shownRows: ArraySlice<[String]> { rows.prefix(Self.mostRows) }
    /// What is said of those that are not; nil when all are.
    var omission: String? {
        rows.count > Self.mostRows
            ? "\(Figures.whole(Int64(rows.count - Self.mostRows))) more rows are in evidence.sqlite." : nil
    }
}
