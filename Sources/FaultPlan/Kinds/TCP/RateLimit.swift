/// Bytes leave slowly.
package struct RateLimit: ServerFault, Hashable {
    /// Bytes a second on each connection.
    package let bytesPerSecond: Int

    /// What the catalogue says of it.
    package static let entry = FaultCatalogue.Entry(
        kind: "rate-limit", layer: .tcp, extent: .lasting, aim: .whole,
        sentence: "Lets so many bytes a second leave on each connection.",
        provokes: "polls that overlap because answers take longer than the poll period",
        parameters: [.init("bytes_per_second", .integer(1...1_000_000_000), "bytes a second on each connection")])

    /// The fault with these parameters.
    package init(_ parameters: FaultParameters) { bytesPerSecond = parameters.integer("bytes_per_second") }

    /// Limits the rate.
    package func apply(to conditions: inout ServerConditions) { conditions.bytesPerSecond = bytesPerSecond }
}
