/// Few connections are permitted.
package struct ConnectionLimit: ServerFault, Hashable {
    /// How many connections are permitted.
    package let connections: Int
    /// What one more meets.
    package let policy: ConnectionLimitPolicy

    /// What the catalogue says of it.
    package static let entry = FaultCatalogue.Entry(
        kind: "connection-limit", layer: .tcp, extent: .lasting, aim: .whole,
        sentence: "Permits so many connections and no more; those that are open stay.",
        provokes: "clients that throw each other out, again and again, with something left at each reconnect",
        parameters: [
            .init("connections", .integer(1...65_535), "connections that are permitted", standard: .integer(2)),
            .init(
                "policy", .choice(of: ConnectionLimitPolicy.self), "what a client beyond them meets",
                standard: .word(ConnectionLimitPolicy.closeOldestIdle.rawValue)),
        ])

    /// The fault with these parameters.
    package init(_ parameters: FaultParameters) {
        connections = parameters.integer("connections")
        policy = parameters.choice("policy")
    }

    /// Sets limit and policy.
    package func apply(to conditions: inout ServerConditions) {
        conditions.connectionLimit = connections
        conditions.limitPolicy = policy
    }
}
