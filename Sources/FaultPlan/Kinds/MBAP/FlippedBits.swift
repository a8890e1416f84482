/// Random bits of a reply are flipped, all of them different ones.
package struct FlippedBits: ReplyFault, Hashable {
    /// How many bits.
    package let bits: Int

    /// What the catalogue says of it.
    package static let entry = FaultCatalogue.Entry(
        kind: "flip", layer: .mbap, extent: .lasting, aim: .requests,
        sentence: "Flips random bits of a reply, header included.",
        provokes: "leaks on the error path of the decoder",
        parameters: [
            .init("bits", .integer(1...64), "how many bits", standard: .integer(1))
        ])

    /// The fault with these parameters.
    package init(_ parameters: FaultParameters) { bits = parameters.integer("bits") }

    /// Flips them.
    package func spoil(_ reply: inout ReplyDraft, _ dice: inout FaultDice) -> Bool {
        // Selection sampling (Knuth, The Art of Computer Programming, 3.4.2, algorithm S) needs no memory for the bits
        // that it has chosen.
        var left = min(bits, 8 * reply.count)
        for bit in 0..<8 * reply.count where left > 0 && dice.below(8 * reply.count - bit) < left {
            reply.buffer[bit / 8] ^= 0x80 >> UInt8(bit % 8)
            left -= 1
        }
        return true
    }
}
