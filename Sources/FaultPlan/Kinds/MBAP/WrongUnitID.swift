/// Replies carry another unit id than their request.
package struct WrongUnitID: ReplyFault, Hashable {
    /// The unit id; nil: any but the right one.
    package let value: UInt8?

    /// What the catalogue says of it.
    package static let entry = FaultCatalogue.Entry(
        kind: "unit-id", layer: .mbap, extent: .lasting, aim: .requests,
        sentence: "Answers with a wrong unit id.",
        provokes: "a client that keeps state for every unit id it has seen, leaks on the error path",
        parameters: [
            .init("value", .integer(0...255), "the unit id; if not given, any but the right one", isOptional: true)
        ])

    /// The fault with these parameters.
    package init(_ parameters: FaultParameters) {
        value = parameters.has("value") ? UInt8(parameters.integer("value")) : nil
    }

    /// Replaces the id.
    package func spoil(_ reply: inout ReplyDraft, _ dice: inout FaultDice) -> Bool {
        reply.replaceByte(at: 6, by: value ?? reply.request.unit ^ UInt8(1 + dice.below(255)))
    }
}
