/// Replies do not leave. The request was served: a write has its effect.
package struct DroppedReply: ReplyFault, Hashable {
    /// What the catalogue says of it.
    package static let entry = FaultCatalogue.Entry(
        kind: "drop", layer: .mbap, extent: .lasting, aim: .requests,
        sentence: "Serves the request and sends no reply.",
        provokes: "a pending request, a timer or a task kept for every timeout",
        parameters: [])

    /// The fault with these parameters.
    package init(_ parameters: FaultParameters) {}

    /// Withholds it.
    package func spoil(_ reply: inout ReplyDraft, _ dice: inout FaultDice) -> Bool {
        reply.count = 0
        return true
    }
}
