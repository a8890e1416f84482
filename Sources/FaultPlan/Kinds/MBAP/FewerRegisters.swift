/// Replies to functions 3, 4 and 23 hold fewer registers than were asked for, with every length right. A reply that
/// holds no more than `registers` stays as it is.
package struct FewerRegisters: ReplyFault, Hashable {
    /// Registers in the reply.
    package let registers: Int

    /// What the catalogue says of it.
    package static let entry = FaultCatalogue.Entry(
        kind: "fewer-registers", layer: .mbap, extent: .lasting, aim: .requests,
        sentence: "Answers a read with fewer registers than were asked for, all lengths being right.",
        provokes: "values that stay in memory half decoded, an index out of range that breaks the poll loop",
        parameters: [
            .init("registers", .integer(0...124), "registers in the reply", standard: .integer(1))
        ])

    /// The fault with these parameters.
    package init(_ parameters: FaultParameters) { registers = parameters.integer("registers") }

    /// Leaves registers out.
    package func spoil(_ reply: inout ReplyDraft, _ dice: inout FaultDice) -> Bool {
        let end = 9 + 2 * registers
        guard reply.hasByteCount, reply.request.registersRead != nil, Int(reply.buffer[8]) > 2 * registers,
            reply.count > end
        else { return false }
        reply.buffer[8] = UInt8(2 * registers)
        reply.count = end
        reply.mendLengthField()
        return true
    }
}
