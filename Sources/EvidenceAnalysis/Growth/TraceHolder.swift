import Text

/// What holds the objects of a type, or what a line made: one chain of references.
package struct TraceHolder: Hashable, Sendable {
    /// The type that is held; nil where it is what a line made.
    package var type: String?
    /// The line whose objects are held; nil where it is a type.
    package var line: TracePlace?
    /// The chain, from a module, a frame or a root of the heap down to the object; empty when none was found.
    package var chain: [String]
    /// About how many of the objects hang on it.
    package var held: Int64
    /// How many objects were looked at.
    package var lookedAt: Int64
    /// Whether everything was looked at that can be reached: then what has no chain is held by nothing that is known.
    package var isComplete: Bool

    /// What holds objects of a type.
    package init(type: String, chain: [String], held: Int64, lookedAt: Int64, isComplete: Bool) {
        self.type = type
        self.chain = chain
        self.held = held
        self.lookedAt = lookedAt
        self.isComplete = isComplete
    }

    /// What a row of a snapshot's file says; nil when it is none.
    init?(_ row: JSONValue) {
        guard row.text("kind") == "holder", let name = row.text("name") else { return nil }
        chain = row.texts("chain")
        held = row.whole("held") ?? 0
        lookedAt = row.whole("looked_at") ?? 0
        isComplete = row["complete"] == .bool(true)
        if let number = row.whole("line") { line = TracePlace(file: name, line: number) } else { type = name }
    }

    /// The chain for readers.
    package var text: String { chain.joined(separator: " → ") }
}
