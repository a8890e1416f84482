/// What a reader is told, as a value: in which order, and as what. Writers give it the form of a page, of Markdown or of a
/// terminal; none of them adds, leaves out or reorders a finding.
package struct Document {
    /// What it is, a line without a full stop; not escaped.
    package var title: String
    /// What stands before the first section.
    var opening: [DocumentBlock]
    /// The sections, in order.
    var sections: [DocumentSection]
    /// The last line; empty for none.
    var closing: Prose = []
    /// What stands at the foot of each printed page; empty for nothing.
    var pageFoot = ""

    /// The sections that say something, and whether there are enough of them for a list of contents.
    var isLong: Bool { sections.count > 4 }
}

/// A part of a document with a heading of its own.
struct DocumentSection {
    /// The heading; not escaped.
    var title: String
    /// What stands below it, in order.
    var blocks: [DocumentBlock]

    /// A section of these blocks.
    init(_ title: String, _ blocks: [DocumentBlock]) {
        self.title = title
        self.blocks = blocks
    }

    /// A section that is a table, with the table's title and note.
    init(_ table: ReportTable) {
        self.init(table.title, (table.note.isEmpty ? [] : [.note(table.note)]) + [.table(table)])
    }

    /// A section that is a list; nil without sentences.
    init?(_ title: String, list sentences: [String]) {
        guard !sentences.isEmpty else { return nil }
        self.init(title, [.list(sentences)])
    }
}
