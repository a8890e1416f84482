/// The client is sent a reply that it did not ask for.
package struct UnsolicitedFrame: StrikeFault, Hashable {
    /// Its transaction id.
    package let transaction: UInt16

    /// What the catalogue says of it.
    package static let entry = FaultCatalogue.Entry(
        kind: "unsolicited", layer: .mbap, extent: .moment, aim: .connections,
        sentence: "Sends a reply that nobody asked for.",
        provokes: "a table of unmatched replies that only grows, or a reader that takes the frame for the next answer",
        parameters: [
            .init("transaction", .integer(0...65_535), "its transaction id", standard: .integer(65_535))
        ])

    /// The fault with these parameters.
    package init(_ parameters: FaultParameters) {
        transaction = UInt16(parameters.integer("transaction"))
    }

    /// What is done to each connection.
    package var strike: Strike { .unsolicited(transaction: transaction) }
}
