/// The end of what the client wrote to its standard output and standard error.
package struct ClientOutput: Hashable, Sendable {
    /// The log's name within the evidence folder.
    package var log: String
    /// Its last lines, oldest first, at most `mostLines` of at most `mostCharacters` each; as the client wrote them.
    package var lastLines: [String]

    /// Most lines that are kept.
    package static let mostLines = 15
    /// Most characters of a line.
    package static let mostCharacters = 300

    /// The end of `text`, the last part of the log of this name.
    package init(log: String, endingWith text: String) {
        self.log = log
        lastLines = text.split(omittingEmptySubsequences: true) { $0.isNewline }.suffix(Self.mostLines).map { line in
            line.count > Self.mostCharacters ? line.prefix(Self.mostCharacters - 1) + "…" : String(line)
        }
    }

    /// Where it comes from, a sentence.
    package var sentence: String {
        lastLines.isEmpty
            ? "The client wrote nothing; its log is \(log) in the evidence folder."
            : "From \(log) in the evidence folder, which has the whole."
    }
}
