/// Replies wait.
package struct Delay: ReplyFault, Hashable {
    /// How delays are spread.
    package enum Spread: String, CaseIterable, Hashable, Sendable {
        /// All the same; the jitter has no effect.
        case fixed
        /// Evenly within the jitter to both sides.
        case uniform
        /// Normally distributed, the jitter being the standard deviation.
        case normal
        /// An exponentially distributed wait on top, the jitter being its mean.
        case exponential
    }

    /// What becomes of later replies of the connection.
    package enum Order: String, CaseIterable, Hashable, Sendable {
        /// They wait behind it.
        case keep
        /// They overtake it.
        case overtake
    }

    /// The delay in nanoseconds.
    package let byNanoseconds: Int64
    /// How much delays differ, in nanoseconds.
    package let jitterNanoseconds: Int64
    /// How.
    package let spread: Spread
    /// What later replies do.
    package let order: Order

    /// What the catalogue says of it.
    package static let entry = FaultCatalogue.Entry(
        kind: "delay", layer: .tcp, extent: .lasting, aim: .requests,
        sentence: "Delays replies.",
        provokes: "polls that overlap, timeouts that leave a pending request, a late answer taken for the next one",
        parameters: [
            .init("by", .duration(0...86_400_000_000_000), "the delay"),
            .init(
                "jitter", .duration(0...86_400_000_000_000), "how much delays differ; `spread` says how",
                standard: .duration(0)),
            .init(
                "spread", .choice(of: Spread.self),
                "fixed: `by` alone; uniform: evenly `by` ± jitter; normal: round `by`, jitter the standard deviation; "
                    + "exponential: `by` and on top a wait with mean jitter; never below 0",
                standard: .word(Spread.uniform.rawValue)),
            .init(
                "order", .choice(of: Order.self), "whether later replies keep behind it or overtake it",
                standard: .word(Order.keep.rawValue)),
        ])

    /// The fault with these parameters.
    package init(_ parameters: FaultParameters) {
        byNanoseconds = parameters.duration("by")
        jitterNanoseconds = parameters.duration("jitter")
        spread = parameters.choice("spread")
        order = parameters.choice("order")
    }

    /// Delays it; a delay of 0 is none.
    package func spoil(_ reply: inout ReplyDraft, _ dice: inout FaultDice) -> Bool {
        let delay = delayNanoseconds(&dice)
        guard delay > 0 else { return false }
        reply.delayNanoseconds += delay
        if order == .overtake { reply.holdsLater = false }
        return true
    }

    /// One delay, 0 or more.
    package func delayNanoseconds(_ dice: inout FaultDice) -> Int64 {
        let share =
            switch spread {
            case .fixed: 0.0
            case .uniform: 2 * dice.uniform() - 1
            case .normal: dice.normal()
            case .exponential: dice.exponential()
            }
        return max(0, byNanoseconds + Int64((share * Double(jitterNanoseconds)).rounded()))
    }
}
