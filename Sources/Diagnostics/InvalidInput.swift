/// Thrown when a text of the user's cannot be used; carries every finding, not only the first.
package struct InvalidInput: Error, Sendable, CustomStringConvertible {
    /// The findings, at least one of them an error.
    package var diagnostics: [Diagnostic]

    /// The texts with these `diagnostics` cannot be used.
    package init(_ diagnostics: [Diagnostic]) {
        self.diagnostics = diagnostics
    }

    /// One line a finding, errors first, at most as many as are shown at once.
    package var description: String {
        diagnostics.ranked().map(\.description).joined(separator: "\n")
    }
}
