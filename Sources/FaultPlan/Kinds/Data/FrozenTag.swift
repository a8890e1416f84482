/// A value stays as it is.
package struct FrozenTag: TagFault, Hashable {
    /// The point whose value is spoilt.
    package let tag: String

    /// What the catalogue says of it.
    package static let entry = FaultCatalogue.Entry(
        kind: "freeze", layer: .data, extent: .lasting, aim: .whole,
        sentence: "Freezes a value as clients read it: a stuck counter, a stale clock.",
        provokes: "a heartbeat check that raises an alarm or a log line at every poll",
        parameters: [.tag])

    /// The fault with these parameters.
    package init(_ parameters: FaultParameters) { tag = parameters.word("tag") }

    /// What is done to the value.
    package var effect: TagEffect { .freeze }
}
