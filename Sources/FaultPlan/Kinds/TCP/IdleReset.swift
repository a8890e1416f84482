/// Open connections end between requests.
package struct IdleReset: StrikeFault, Hashable {
    /// How they end.
    package let manner: CloseManner

    /// What the catalogue says of it.
    package static let entry = FaultCatalogue.Entry(
        kind: "reset-idle", layer: .tcp, extent: .moment, aim: .connections,
        sentence: "Ends open connections at one moment, between requests.",
        provokes: "a socket that is never closed because the error came outside a request",
        parameters: [.close()])

    /// The fault with these parameters.
    package init(_ parameters: FaultParameters) { manner = parameters.choice("close") }

    /// What is done to each connection.
    package var strike: Strike { .close(manner) }
}
