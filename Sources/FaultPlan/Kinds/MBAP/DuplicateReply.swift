/// Replies are sent twice.
package struct DuplicateReply: ReplyFault, Hashable {
    /// What the catalogue says of it.
    package static let entry = FaultCatalogue.Entry(
        kind: "duplicate-reply", layer: .mbap, extent: .lasting, aim: .requests,
        sentence: "Sends the same reply twice.",
        provokes: "a table of unmatched replies, or a client that is one answer behind for ever",
        parameters: [])

    /// The fault with these parameters.
    package init(_ parameters: FaultParameters) {}

    /// Doubles it, unless an earlier fault has made it too long for the room.
    package func spoil(_ reply: inout ReplyDraft, _ dice: inout FaultDice) -> Bool {
        guard 2 * reply.count <= ReplyDraft.room else { return false }
        for place in 0..<reply.count { reply.buffer[reply.count + place] = reply.buffer[place] }
        reply.count *= 2
        return true
    }
}
