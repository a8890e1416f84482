/// Writes are confirmed and have no effect; requests that do not write are served.
package struct LostWrite: RequestFault, Hashable {
    /// What the catalogue says of it.
    package static let entry = FaultCatalogue.Entry(
        kind: "write-lost", layer: .pdu, extent: .lasting, aim: .requests,
        sentence: "Confirms writes that have no effect; requests that do not write are served.",
        provokes: "a write that is repeated for ever, a queue of writes that are never done", parameters: [])

    /// The fault; it has no parameters.
    package init(_ parameters: FaultParameters) {}

    /// Confirms a write without effect.
    package func judge(_ request: RequestView, _ dice: inout FaultDice) -> RequestJudgement {
        request.isWrite ? .confirmWithoutEffect : .serve
    }
}
