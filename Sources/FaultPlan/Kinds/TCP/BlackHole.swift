/// New connections are accepted and never answered.
package struct BlackHole: GreetingFault, Hashable {
    /// Whether the client's bytes are read; otherwise they fill the kernel's buffers.
    package let reads: Bool

    /// What the catalogue says of it.
    package static let entry = FaultCatalogue.Entry(
        kind: "black-hole", layer: .tcp, extent: .lasting, aim: .connections,
        sentence: "Accepts new connections and never answers a request on them.",
        provokes: "tasks that pile up behind a request without a timeout, pending requests that nobody removes",
        parameters: [
            .init(
                "reads", .choice(["yes", "no"]), "whether the server reads what the client sends",
                standard: .word("yes"))
        ])

    /// The fault with these parameters.
    package init(_ parameters: FaultParameters) { reads = parameters.word("reads") == "yes" }

    /// Keeps silent.
    package func greet(_ dice: inout FaultDice) -> Greeting { reads ? .silence : .neglect }
}
