/// Two replies leave in one segment.
package struct Coalesce: ReplyFault, Hashable {
    /// Nanoseconds that it waits for the next reply at most.
    package let withinNanoseconds: Int64

    /// What the catalogue says of it.
    package static let entry = FaultCatalogue.Entry(
        kind: "coalesce", layer: .tcp, extent: .lasting, aim: .requests,
        sentence: "Holds a reply until the connection's next one and sends both in one segment.",
        provokes: "a reader that drops or keeps what follows the first frame of a read",
        parameters: [.within])

    /// The fault with these parameters.
    package init(_ parameters: FaultParameters) { withinNanoseconds = parameters.duration("within") }

    /// Has it wait for the next.
    package func spoil(_ reply: inout ReplyDraft, _ dice: inout FaultDice) -> Bool {
        reply.joinsNext = true
        reply.longestHoldNanoseconds = withinNanoseconds
        return true
    }
}
