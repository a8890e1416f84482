/// A value is replaced.
package struct ReplacedValue: TagFault, Hashable {
    /// The point whose value is spoilt.
    package let tag: String
    /// The value, in the tag's unit.
    package let value: Double

    /// What the catalogue says of it.
    package static let entry = FaultCatalogue.Entry(
        kind: "value", layer: .data, extent: .lasting, aim: .whole,
        sentence: "Shows a value of choice, for example one out of the sensor's range.",
        provokes: "alarms and log lines that only accumulate",
        parameters: [
            .tag,
            .init("value", .number(-3.4e38...3.4e38), "the value, in the tag's unit"),
        ])

    /// The fault with these parameters.
    package init(_ parameters: FaultParameters) {
        tag = parameters.word("tag")
        value = parameters.number("value")
    }

    /// What is done to the value.
    package var effect: TagEffect { .value(value) }
}
