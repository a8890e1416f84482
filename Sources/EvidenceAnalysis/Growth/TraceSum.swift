import Text

/// What a file, a package, or a place with everything that it calls holds in a traced process.
package struct TraceSum: Hashable, Sendable {
    /// What is summed up; the raw value stands in the file.
    package enum Kind: String, CaseIterable, Hashable, Sendable {
        /// A line or function with all that it calls.
        case cumulative
        /// A file.
        case file
        /// A package, or the folder of the client's own files.
        case package
    }

    /// What is summed up.
    package var kind: Kind
    /// The file or the package; controlled by the client.
    package var name: String
    /// Where the sum is one of a place with what it calls: the place.
    package var place: TracePlace?
    /// Bytes held now.
    package var bytes: Int64
    /// Bytes more than at the baseline.
    package var bytesGrown: Int64

    /// What a row of a snapshot's file says; nil when it is none.
    init?(_ row: JSONValue) {
        guard let kind = row.text("kind").flatMap(Kind.init), let name = row.text("name"),
            let bytes = row.whole("size"), let bytesGrown = row.whole("size_diff")
        else { return nil }
        self.kind = kind
        self.name = name
        self.bytes = bytes
        self.bytesGrown = bytesGrown
        if let line = row.whole("line") {
            place = TracePlace(file: name, line: line, function: row.text("function"), source: row.text("source"))
        }
    }

    /// What rows of several processes have in common, and what they are called.
    package var title: String { place.map(\.text) ?? name }
}
