/// Replies leave in pieces. One that fits into the first piece leaves as ever.
package struct Drip: ReplyFault, Hashable {
    /// The pieces.
    package let drip: ReplyDraft.Drip

    /// What the catalogue says of it.
    package static let entry = FaultCatalogue.Entry(
        kind: "drip", layer: .tcp, extent: .lasting, aim: .requests,
        sentence: "Sends replies in small pieces with a pause between them.",
        provokes: "a reader that takes one read for one frame, buffers for partial frames that grow",
        parameters: [
            .init("bytes", .integer(1...259), "bytes of each piece", standard: .integer(1)),
            .init(
                "pause", .duration(1_000...60_000_000_000), "time between pieces", standard: .duration(5_000_000)),
            .init(
                "first", .integer(1...259),
                "bytes of the first piece, to split at a byte of choice; if not given, as later ones",
                isOptional: true),
        ])

    /// The fault with these parameters.
    package init(_ parameters: FaultParameters) {
        let bytes = parameters.integer("bytes")
        drip = ReplyDraft.Drip(
            first: parameters.has("first") ? parameters.integer("first") : bytes, bytes: bytes,
            everyNanoseconds: parameters.duration("pause"))
    }

    /// Divides it.
    package func spoil(_ reply: inout ReplyDraft, _ dice: inout FaultDice) -> Bool {
        guard reply.count > drip.first else { return false }
        reply.drip = drip
        return true
    }
}
