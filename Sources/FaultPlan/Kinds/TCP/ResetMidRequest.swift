/// The connection ends in place of a reply. The request was served: a write has its effect.
package struct ResetMidRequest: ReplyFault, Hashable {
    /// How the connection ends.
    package let manner: CloseManner

    /// What the catalogue says of it.
    package static let entry = FaultCatalogue.Entry(
        kind: "reset-mid-request", layer: .tcp, extent: .lasting, aim: .requests,
        sentence: "Ends the connection in place of a reply, after the request was served.",
        provokes: "a socket or a pending request kept when a call fails",
        parameters: [.close()])

    /// The fault with these parameters.
    package init(_ parameters: FaultParameters) { manner = parameters.choice("close") }

    /// Withholds it and ends the connection.
    package func spoil(_ reply: inout ReplyDraft, _ dice: inout FaultDice) -> Bool {
        reply.count = 0
        reply.afterwards = .close(manner)
        return true
    }
}
