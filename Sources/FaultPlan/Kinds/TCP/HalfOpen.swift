/// The peer vanishes: the connection stays open and nothing comes back.
package struct HalfOpen: StrikeFault, Hashable {
    /// Nanoseconds until the server closes the connection.
    package let lastsNanoseconds: Int64

    /// What the catalogue says of it.
    package static let entry = FaultCatalogue.Entry(
        kind: "half-open", layer: .tcp, extent: .moment, aim: .connections,
        sentence:
            "Makes the server vanish from open connections: it neither reads nor answers nor closes them for a while.",
        provokes: "connections kept for ever because neither keepalive nor a timeout finds them dead",
        parameters: [
            .init(
                "lasts", .duration(1_000_000...86_400_000_000_000), "time until the server closes the connection",
                standard: .duration(600_000_000_000))
        ])

    /// The fault with these parameters.
    package init(_ parameters: FaultParameters) { lastsNanoseconds = parameters.duration("lasts") }

    /// What is done to each connection.
    package var strike: Strike { .vanish(forNanoseconds: lastsNanoseconds) }
}
