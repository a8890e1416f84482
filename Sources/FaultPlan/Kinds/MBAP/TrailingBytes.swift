/// Bytes follow a reply that do not belong to it, as many as there is room for.
package struct TrailingBytes: ReplyFault, Hashable {
    /// Bytes that follow.
    package let bytes: Int
    /// What becomes of the length field.
    package let length: LengthField

    /// What the catalogue says of it.
    package static let entry = FaultCatalogue.Entry(
        kind: "trailing", layer: .mbap, extent: .lasting, aim: .requests,
        sentence: "Sends bytes after a reply that do not belong to it.",
        provokes: "a buffer that keeps what follows a frame, a reader out of step for ever",
        parameters: [
            .init("bytes", .integer(1...260), "bytes that follow, drawn from the seed", standard: .integer(1)),
            .lengthField,
        ])

    /// The fault with these parameters.
    package init(_ parameters: FaultParameters) {
        bytes = parameters.integer("bytes")
        length = parameters.choice("length")
    }

    /// Lengthens it.
    package func spoil(_ reply: inout ReplyDraft, _ dice: inout FaultDice) -> Bool {
        let end = min(reply.count + bytes, ReplyDraft.room)
        guard end > reply.count else { return false }
        for place in reply.count..<end { reply.buffer[place] = UInt8(dice.below(256)) }
        reply.count = end
        if length == .fix { reply.mendLengthField() }
        return true
    }
}
