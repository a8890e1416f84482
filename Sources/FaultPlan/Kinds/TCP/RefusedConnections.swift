/// The listening socket is closed for as long as it lasts; connections that are open stay.
package struct RefusedConnections: ServerFault, Hashable {
    /// What the catalogue says of it.
    package static let entry = FaultCatalogue.Entry(
        kind: "refuse", layer: .tcp, extent: .lasting, aim: .whole,
        sentence: "Closes the listening socket: who connects is refused, who is connected stays.",
        provokes: "a reconnect loop that makes an object for every attempt", parameters: [])

    /// The fault; it has no parameters.
    package init(_ parameters: FaultParameters) {}

    /// Closes the listener.
    package func apply(to conditions: inout ServerConditions) { conditions.isListenerClosed = true }
}
