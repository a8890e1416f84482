/// A value is some scans old.
package struct StaleTag: TagFault, Hashable {
    /// The point whose value is spoilt.
    package let tag: String
    /// How many scans ago.
    package let scans: Int

    /// What the catalogue says of it.
    package static let entry = FaultCatalogue.Entry(
        kind: "stale", layer: .data, extent: .lasting, aim: .whole,
        sentence: "Shows a value as it was some scans ago.",
        provokes: "history kept to bring values into order",
        parameters: [
            .tag,
            .init("scans", .integer(1...600), "how many scans ago", standard: .integer(10)),
        ])

    /// The fault with these parameters.
    package init(_ parameters: FaultParameters) {
        tag = parameters.word("tag")
        scans = parameters.integer("scans")
    }

    /// What is done to the value.
    package var effect: TagEffect { .lag(scans: scans) }
}
