/// Replies come so late that the client has given up; later ones overtake them.
package struct LateAnswer: ReplyFault, Hashable {
    /// The delay in nanoseconds.
    package let byNanoseconds: Int64

    /// What the catalogue says of it.
    package static let entry = FaultCatalogue.Entry(
        kind: "late-answer", layer: .mbap, extent: .lasting, aim: .requests,
        sentence: "Answers so late that the client has given up; later replies overtake it.",
        provokes: "a client that is one answer behind for ever, pending requests that nobody removes",
        parameters: [
            .init(
                "by", .duration(1_000_000...86_400_000_000_000), "the delay; give more than the client's timeout",
                standard: .duration(10_000_000_000))
        ])

    /// The fault with these parameters.
    package init(_ parameters: FaultParameters) { byNanoseconds = parameters.duration("by") }

    /// Delays it.
    package func spoil(_ reply: inout ReplyDraft, _ dice: inout FaultDice) -> Bool {
        reply.delayNanoseconds += byNanoseconds
        reply.holdsLater = false
        return true
    }
}
