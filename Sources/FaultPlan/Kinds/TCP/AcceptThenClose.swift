/// New connections are accepted and closed: at once, after a delay, or after the client's first byte.
package struct AcceptThenClose: GreetingFault, Hashable {
    /// From when the delay counts.
    package enum Moment: String, CaseIterable, Hashable, Sendable {
        /// From the moment at which the connection is accepted.
        case accept
        /// From the client's first byte.
        case firstByte = "first-byte"
    }

    /// Nanoseconds until the connection ends.
    package let delayNanoseconds: Int64
    /// How it ends.
    package let manner: CloseManner
    /// From when the delay counts.
    package let moment: Moment

    /// What the catalogue says of it.
    package static let entry = FaultCatalogue.Entry(
        kind: "accept-close", layer: .tcp, extent: .lasting, aim: .connections,
        sentence: "Accepts new connections and closes them before any answer.",
        provokes: "a client object, a task or a socket kept for every attempt to connect",
        parameters: [
            .init(
                "delay", .duration(0...3_600_000_000_000), "time until the connection ends", standard: .duration(0)),
            .close(),
            .init(
                "when", .choice(of: Moment.self), "from when the delay counts: acceptance or the client's first byte",
                standard: .word(Moment.accept.rawValue)),
        ])

    /// The fault with these parameters.
    package init(_ parameters: FaultParameters) {
        delayNanoseconds = parameters.duration("delay")
        manner = parameters.choice("close")
        moment = parameters.choice("when")
    }

    /// Closes it.
    package func greet(_ dice: inout FaultDice) -> Greeting {
        .close(manner, afterNanoseconds: delayNanoseconds, afterFirstByte: moment == .firstByte)
    }
}
