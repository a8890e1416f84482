import Text

/// What helps to read a place in a snapshot: the calls that led there, their text, and the call across the border between
/// the client's own code and a library.
package struct TraceReading: Hashable, Sendable {
    /// The place's own text; nil where it could not be read.
    package var source: String?
    /// The calls that led there, the place itself first; the nearest with their text.
    package var calls: [TracePlace] = []
    /// Of a place in a library: the client's line that called it.
    package var client: TracePlace?
    /// Of a place in the client: the library that called it.
    package var library: TracePlace?

    /// What a row of a snapshot's file says.
    init(_ row: JSONValue) {
        source = row.text("source")
        calls = (row["traceback"]?.elements ?? []).compactMap { TracePlace($0, isSource: false) }
        let texts = [row["source"] ?? .null] + (row["sources"]?.elements ?? [])
        for (index, text) in texts.enumerated() where index < calls.count { calls[index].source = text.text }
        client = TracePlace(row["client"], isSource: true)
        library = TracePlace(row["library"], isSource: true)
    }

    /// Nothing that helps.
    init() {}
}
