/// Replies carry a protocol id other than that of Modbus, 0.
package struct WrongProtocolID: ReplyFault, Hashable {
    /// The protocol id.
    package let value: UInt16

    /// What the catalogue says of it.
    package static let entry = FaultCatalogue.Entry(
        kind: "protocol-id", layer: .mbap, extent: .lasting, aim: .requests,
        sentence: "Answers with a protocol id other than 0.",
        provokes: "memory kept on the path of invalid frames",
        parameters: [
            .init("value", .integer(1...65_535), "the protocol id", standard: .integer(1))
        ])

    /// The fault with these parameters.
    package init(_ parameters: FaultParameters) { value = UInt16(parameters.integer("value")) }

    /// Replaces the id.
    package func spoil(_ reply: inout ReplyDraft, _ dice: inout FaultDice) -> Bool {
        reply.replaceWord(at: 2, by: value)
    }
}
