/// The connection ends in the midst of a reply. Of a reply no longer than `bytes` all but its last byte leave.
package struct ResetMidAnswer: ReplyFault, Hashable {
    /// Bytes that leave.
    package let bytes: Int
    /// How the connection ends.
    package let manner: CloseManner

    /// What the catalogue says of it.
    package static let entry = FaultCatalogue.Entry(
        kind: "reset-mid-answer", layer: .tcp, extent: .lasting, aim: .requests,
        sentence: "Sends the first bytes of a reply, never all, and ends the connection.",
        provokes: "a buffer with half a frame that survives into the next connection",
        parameters: [
            .init(
                "bytes", .integer(1...259), "bytes that leave, of a shorter reply all but one", standard: .integer(5)),
            .close(),
        ])

    /// The fault with these parameters.
    package init(_ parameters: FaultParameters) {
        bytes = parameters.integer("bytes")
        manner = parameters.choice("close")
    }

    /// Cuts it and ends the connection.
    package func spoil(_ reply: inout ReplyDraft, _ dice: inout FaultDice) -> Bool {
        reply.count = min(bytes, reply.count - 1)
        reply.afterwards = .close(manner)
        return true
    }
}
