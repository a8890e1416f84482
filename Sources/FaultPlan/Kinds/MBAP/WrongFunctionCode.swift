/// Replies carry another function code than their request.
package struct WrongFunctionCode: ReplyFault, Hashable {
    /// The byte in the function code's place; nil: any other function, 1 to 127, with the exception's bit as it was.
    package let value: UInt8?

    /// What the catalogue says of it.
    package static let entry = FaultCatalogue.Entry(
        kind: "function-code", layer: .mbap, extent: .lasting, aim: .requests,
        sentence: "Answers with a wrong function code.",
        provokes: "leaks on the error path, a reply decoded by the wrong decoder",
        parameters: [
            .init(
                "value", .integer(0...255),
                "the byte in the function code's place; if not given, any other function, an exception staying one",
                isOptional: true)
        ])

    /// The fault with these parameters.
    package init(_ parameters: FaultParameters) {
        value = parameters.has("value") ? UInt8(parameters.integer("value")) : nil
    }

    /// Replaces the code.
    package func spoil(_ reply: inout ReplyDraft, _ dice: inout FaultDice) -> Bool {
        guard reply.count > 7 else { return false }
        return reply.replaceByte(at: 7, by: value ?? otherFunction(than: reply.buffer[7], &dice))
    }

    private func otherFunction(than byte: UInt8, _ dice: inout FaultDice) -> UInt8 {
        let own = byte & 0x7F
        let drawn = UInt8(1 + dice.below(126))
        return byte & 0x80 | (own > 0 && drawn >= own ? drawn + 1 : drawn)
    }
}
