/// Idle connections are closed.
package struct IdleTimeout: ServerFault, Hashable {
    /// Nanoseconds without a request after which a connection is closed.
    package let idleNanoseconds: Int64

    /// What the catalogue says of it.
    package static let entry = FaultCatalogue.Entry(
        kind: "idle-timeout", layer: .tcp, extent: .lasting, aim: .whole,
        sentence: "Closes connections on which no request came for a while; set it near the poll period for a race.",
        provokes: "a request sent into a connection that is being closed, and what the retry leaves behind",
        parameters: [
            .init(
                "idle", .duration(1_000_000...86_400_000_000_000),
                "time without a request after which a connection is closed")
        ])

    /// The fault with these parameters.
    package init(_ parameters: FaultParameters) { idleNanoseconds = parameters.duration("idle") }

    /// Sets the timeout.
    package func apply(to conditions: inout ServerConditions) { conditions.idleTimeoutNanoseconds = idleNanoseconds }
}
