/// A value of several registers has them in the opposite order, as after a restart with another word order.
package struct SwappedWords: TagFault, Hashable {
    /// The point whose value is spoilt.
    package let tag: String

    /// What the catalogue says of it.
    package static let entry = FaultCatalogue.Entry(
        kind: "word-swap", layer: .data, extent: .lasting, aim: .whole,
        sentence: "Turns round the order of a value's registers, as after a restart with another word order.",
        provokes: "alarms and log lines that only accumulate",
        parameters: [.tag])

    /// The fault with these parameters.
    package init(_ parameters: FaultParameters) { tag = parameters.word("tag") }

    /// What is done to the value.
    package var effect: TagEffect { .swapWords }
}
