/// A value of several registers is torn: its registers are from different scans.
package struct TornValue: TagFault, Hashable {
    /// The point whose value is spoilt.
    package let tag: String

    /// What the catalogue says of it.
    package static let entry = FaultCatalogue.Entry(
        kind: "torn", layer: .data, extent: .lasting, aim: .whole,
        sentence: "Tears a value of several registers: the first one from this scan, the others from the scan before.",
        provokes: "alarms and log lines for jumps that never were",
        parameters: [.tag])

    /// The fault with these parameters.
    package init(_ parameters: FaultParameters) { tag = parameters.word("tag") }

    /// What is done to the value.
    package var effect: TagEffect { .tear }
}
