/// A register reads back different from what was written. Replies that do not hold it stay as they are.
package struct ReadBack: ReplyFault, Hashable {
    /// The register's address.
    package let register: Int
    /// What is added.
    package let by: Int

    /// What the catalogue says of it.
    package static let entry = FaultCatalogue.Entry(
        kind: "read-back", layer: .pdu, extent: .lasting, aim: .requests,
        sentence:
            "Adds a number to one register in the replies to functions 3, 4 and 23: it reads back different from what was written.",
        provokes: "a write that is repeated for ever because the read-back never agrees",
        parameters: [
            .init("register", .integer(0...65_535), "its address, 0-based as in the request"),
            .init(
                "by", .integer(-32_768...32_767), "what is added, modulo 65536", standard: .integer(1)),
        ])

    /// The fault with these parameters.
    package init(_ parameters: FaultParameters) {
        register = parameters.integer("register")
        by = parameters.integer("by")
    }

    /// Changes the register.
    package func spoil(_ reply: inout ReplyDraft, _ dice: inout FaultDice) -> Bool {
        guard let asked = reply.request.registersRead, asked.contains(register), reply.hasByteCount else {
            return false
        }
        let place = 9 + 2 * (register - asked.lowerBound)
        guard place + 2 <= min(reply.count, 9 + Int(reply.buffer[8])) else { return false }
        return reply.replaceWord(at: place, by: reply.word(at: place) &+ UInt16(truncatingIfNeeded: by))
    }
}
