/// Nobody is accepted: clients wait in the kernel's queue until it is full, then their connecting times out.
package struct NoAccept: ServerFault, Hashable {
    /// Connections that fit into the queue.
    package let backlog: Int

    /// What the catalogue says of it.
    package static let entry = FaultCatalogue.Entry(
        kind: "no-accept", layer: .tcp, extent: .lasting, aim: .whole,
        sentence: "Accepts nobody: clients wait in the kernel's queue until it is full.",
        provokes: "half-made sockets and timers left by attempts to connect that time out",
        parameters: [
            .init("backlog", .integer(1...4096), "connections that fit into the queue", standard: .integer(1))
        ])

    /// The fault with these parameters.
    package init(_ parameters: FaultParameters) { backlog = parameters.integer("backlog") }

    /// Stops accepting.
    package func apply(to conditions: inout ServerConditions) {
        conditions.isAcceptPaused = true
        conditions.backlog = backlog
    }
}
