/// Connections end in order, and the end takes its time.
package struct SlowClose: StrikeFault, Hashable {
    /// Nanoseconds from the FIN to the close.
    package let lingerNanoseconds: Int64

    /// What the catalogue says of it.
    package static let entry = FaultCatalogue.Entry(
        kind: "slow-close", layer: .tcp, extent: .moment, aim: .connections,
        sentence:
            "Ends open connections with a FIN and lingers with the client's bytes unread before the socket is closed.",
        provokes: "sockets that accumulate while their close is under way",
        parameters: [
            .init(
                "linger", .duration(1_000_000...3_600_000_000_000), "time from the FIN to the close",
                standard: .duration(10_000_000_000))
        ])

    /// The fault with these parameters.
    package init(_ parameters: FaultParameters) { lingerNanoseconds = parameters.duration("linger") }

    /// What is done to each connection.
    package var strike: Strike { .lingeringClose(afterNanoseconds: lingerNanoseconds) }
}
