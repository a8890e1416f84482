/// The end of a reply is missing. At least one byte leaves, and with `length: fix` at least the header.
package struct TruncatedReply: ReplyFault, Hashable {
    /// Bytes that are missing.
    package let bytes: Int
    /// What becomes of the length field.
    package let length: LengthField

    /// What the catalogue says of it.
    package static let entry = FaultCatalogue.Entry(
        kind: "truncate", layer: .mbap, extent: .lasting, aim: .requests,
        sentence: "Leaves out the last bytes of a reply and keeps the connection.",
        provokes: "a reader that waits for the rest and takes the next reply for it",
        parameters: [
            .init("bytes", .integer(1...259), "bytes that are missing", standard: .integer(1)), .lengthField,
        ])

    /// The fault with these parameters.
    package init(_ parameters: FaultParameters) {
        bytes = parameters.integer("bytes")
        length = parameters.choice("length")
    }

    /// Cuts it.
    package func spoil(_ reply: inout ReplyDraft, _ dice: inout FaultDice) -> Bool {
        let least = length == .fix ? ReplyDraft.headerBytes : 1
        guard reply.count > least else { return false }
        reply.count = max(least, reply.count - bytes)
        if length == .fix { reply.mendLengthField() }
        return true
    }
}
