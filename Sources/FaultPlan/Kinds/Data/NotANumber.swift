/// A value of a float type is not a number.
package struct NotANumber: TagFault, Hashable {
    /// The point whose value is spoilt.
    package let tag: String

    /// What the catalogue says of it.
    package static let entry = FaultCatalogue.Entry(
        kind: "nan", layer: .data, extent: .lasting, aim: .whole,
        sentence: "Shows a float as not-a-number.",
        provokes: "caches and change detection in which a value never equals itself",
        parameters: [.tag])

    /// The fault with these parameters.
    package init(_ parameters: FaultParameters) { tag = parameters.word("tag") }

    /// What is done to the value.
    package var effect: TagEffect { .notANumber }
}
