/// The byte count of a reply lies; what has none (exceptions, write confirmations) stays as it is.
package struct WrongByteCount: ReplyFault, Hashable {
    /// How much it is too large.
    package let by: Int
    /// The byte count itself; nil: `by` counts.
    package let value: Int?

    /// What the catalogue says of it.
    package static let entry = FaultCatalogue.Entry(
        kind: "byte-count", layer: .mbap, extent: .lasting, aim: .requests,
        sentence: "Answers with a byte count that lies; what has none stays as it is.",
        provokes: "a read beyond the frame, a buffer allocated for what the count promises",
        parameters: [
            .init("by", .integer(-255...255), "how much it is too large, within 0 to 255", standard: .integer(1)),
            .init("value", .integer(0...255), "the byte count itself; if not given, `by` counts", isOptional: true),
        ])

    /// The fault with these parameters.
    package init(_ parameters: FaultParameters) {
        by = parameters.integer("by")
        value = parameters.has("value") ? parameters.integer("value") : nil
    }

    /// Replaces the count.
    package func spoil(_ reply: inout ReplyDraft, _ dice: inout FaultDice) -> Bool {
        guard reply.hasByteCount else { return false }
        return reply.replaceByte(at: 8, by: UInt8(value ?? min(max(Int(reply.buffer[8]) + by, 0), 255)))
    }
}
