/// A reply and the connection's next one change places.
package struct ReorderedReplies: ReplyFault, Hashable {
    /// Nanoseconds that it waits for the next reply at most.
    package let withinNanoseconds: Int64

    /// What the catalogue says of it.
    package static let entry = FaultCatalogue.Entry(
        kind: "reorder", layer: .mbap, extent: .lasting, aim: .requests,
        sentence: "Sends a reply after the connection's next one.",
        provokes: "a client that matches replies by order instead of by transaction id",
        parameters: [.within])

    /// The fault with these parameters.
    package init(_ parameters: FaultParameters) { withinNanoseconds = parameters.duration("within") }

    /// Has the next go first.
    package func spoil(_ reply: inout ReplyDraft, _ dice: inout FaultDice) -> Bool {
        reply.swapsWithNext = true
        reply.longestHoldNanoseconds = withinNanoseconds
        return true
    }
}
