/// The server listens on another port for as long as it lasts.
package struct PortFlap: ServerFault, Hashable {
    /// How far the other port is above the configured one.
    package let offset: Int

    /// What the catalogue says of it.
    package static let entry = FaultCatalogue.Entry(
        kind: "port-flap", layer: .tcp, extent: .lasting, aim: .whole,
        sentence: "Listens on a higher port in place of the configured one; who is connected stays.",
        provokes: "a cache per address that keeps every address it has ever seen",
        parameters: [
            .init("offset", .integer(1...100), "how far the port is above the configured one", standard: .integer(1))
        ])

    /// The fault with these parameters.
    package init(_ parameters: FaultParameters) { offset = parameters.integer("offset") }

    /// Moves the port.
    package func apply(to conditions: inout ServerConditions) { conditions.portOffset = offset }
}
