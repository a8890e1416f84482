/// A value is off by a number.
package struct OffsetValue: TagFault, Hashable {
    /// The point whose value is spoilt.
    package let tag: String
    /// What is added, in the tag's unit.
    package let by: Double

    /// What the catalogue says of it.
    package static let entry = FaultCatalogue.Entry(
        kind: "offset", layer: .data, extent: .lasting, aim: .whole,
        sentence: "Adds a number to a value: a sensor's error, or on a clock's tag a jump of the clock.",
        provokes: "time series that never end, timers that never fire or fire for ever",
        parameters: [
            .tag,
            .init("by", .number(-3.4e38...3.4e38), "what is added, in the tag's unit"),
        ])

    /// The fault with these parameters.
    package init(_ parameters: FaultParameters) {
        tag = parameters.word("tag")
        by = parameters.number("by")
    }

    /// What is done to the value.
    package var effect: TagEffect { .offset(by) }
}
