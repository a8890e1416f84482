/// Replies carry another transaction id than their request.
package struct WrongTransactionID: ReplyFault, Hashable {
    /// Which transaction id a reply carries.
    package enum Mode: String, CaseIterable, Hashable, Sendable {
        /// 0.
        case zero
        /// That of the connection's previous request; 0 for its first request.
        case previous
        /// Any but the right one.
        case random
        /// One more than the right one; 0 after 65535.
        case plusOne = "plus-one"
    }

    /// Which id.
    package let mode: Mode

    /// What the catalogue says of it.
    package static let entry = FaultCatalogue.Entry(
        kind: "transaction-id", layer: .mbap, extent: .lasting, aim: .requests,
        sentence: "Answers with a wrong transaction id.",
        provokes: "a table of unmatched requests that only grows",
        parameters: [
            .init(
                "mode", .choice(of: Mode.self),
                "which id: 0, that of the connection's previous request (0 for its first), any other one, one more",
                standard: .word(Mode.previous.rawValue))
        ])

    /// The fault with these parameters.
    package init(_ parameters: FaultParameters) { mode = parameters.choice("mode") }

    /// Replaces the id; a reply that had the wrong one already stays as it is.
    package func spoil(_ reply: inout ReplyDraft, _ dice: inout FaultDice) -> Bool {
        let right = reply.request.transaction
        let wrong =
            switch mode {
            case .zero: UInt16(0)
            case .previous: reply.request.previousTransaction
            case .random: right ^ UInt16(1 + dice.below(65_535))
            case .plusOne: right &+ 1
            }
        return reply.replaceWord(at: 0, by: wrong)
    }
}
