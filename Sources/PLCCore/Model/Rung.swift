import Diagnostics

/// One rung.
package struct Rung: Sendable {
    /// Its number, from 0.
    package let number: Int
    /// Comment blocks that stand above the rung's own comment, separated by blank lines: headings.
    package let preface: [String]
    /// The comment directly above the rung, lines separated by line feeds; empty when there is none.
    package let comment: String
    /// Where its first element, or its `;`, stands.
    package let position: SourcePosition
    /// What is on it, from left to right.
    package let elements: [RungElement]
    /// The rung in the normal form of neutral text, with its `;`.
    package let text: String

    /// A rung.
    package init(
        number: Int, preface: [String] = [], comment: String, position: SourcePosition, elements: [RungElement],
        text: String
    ) {
        self.number = number
        self.preface = preface
        self.comment = comment
        self.position = position
        self.elements = elements
        self.text = text
    }
}
