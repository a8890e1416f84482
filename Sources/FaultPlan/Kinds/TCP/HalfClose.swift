/// The server ends its sending direction and reads on.
package struct HalfClose: StrikeFault, Hashable {
    /// What the catalogue says of it.
    package static let entry = FaultCatalogue.Entry(
        kind: "half-close", layer: .tcp, extent: .moment, aim: .connections,
        sentence:
            "Sends a FIN on open connections and reads on: the client's next read returns nothing, its writes still work.",
        provokes: "sockets left in CLOSE_WAIT by a client that does not act on an end of file",
        parameters: [])

    /// The fault with these parameters.
    package init(_ parameters: FaultParameters) {}

    /// What is done to each connection.
    package var strike: Strike { .halfClose }
}
