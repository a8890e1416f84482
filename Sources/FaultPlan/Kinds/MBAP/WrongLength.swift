/// The header's length field lies. The bytes stay as they are.
package struct WrongLength: ReplyFault, Hashable {
    /// How the value is meant.
    package enum Mode: String, CaseIterable, Hashable, Sendable {
        /// The field is the value.
        case value
        /// It is larger by the value, at most 65535.
        case plus
        /// It is smaller by the value, at least 0.
        case minus
    }

    /// How the value is meant.
    package let mode: Mode
    /// The value.
    package let value: Int

    /// What the catalogue says of it.
    package static let entry = FaultCatalogue.Entry(
        kind: "length", layer: .mbap, extent: .lasting, aim: .requests,
        sentence: "Answers with a length field that lies.",
        provokes: "a buffer allocated for what the field promises, a reader that waits for bytes that never come",
        parameters: [
            .init(
                "mode", .choice(of: Mode.self),
                "whether the field becomes the value, or is larger or smaller by it, within 0 to 65535",
                standard: .word(Mode.value.rawValue)),
            .init("value", .integer(0...65_535), "the value"),
        ])

    /// The fault with these parameters.
    package init(_ parameters: FaultParameters) {
        mode = parameters.choice("mode")
        value = parameters.integer("value")
    }

    /// Replaces the field.
    package func spoil(_ reply: inout ReplyDraft, _ dice: inout FaultDice) -> Bool {
        guard reply.count >= 6 else { return false }
        let field =
            switch mode {
            case .value: value
            case .plus: min(reply.lengthField + value, 65_535)
            case .minus: max(reply.lengthField - value, 0)
            }
        return reply.replaceWord(at: 4, by: UInt16(field))
    }
}
