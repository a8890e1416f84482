/// A ladder program as its author wrote it: one routine, rungs from top to bottom.
package struct LadderProgram: Sendable {
    /// The file, as the user named it.
    package let file: String
    /// The rungs in order.
    package let rungs: [Rung]
    /// Comment blocks after the last rung.
    package let closingNotes: [String]

    /// A program of these rungs.
    package init(file: String, rungs: [Rung], closingNotes: [String] = []) {
        self.file = file
        self.rungs = rungs
        self.closingNotes = closingNotes
    }
}
