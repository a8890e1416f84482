/// Requests have no effect and get no answer.
package struct IgnoredRequest: RequestFault, Hashable {
    /// What the catalogue says of it.
    package static let entry = FaultCatalogue.Entry(
        kind: "ignore", layer: .pdu, extent: .lasting, aim: .requests,
        sentence: "Neither serves nor answers the request.",
        provokes: "a pending request, a timer or a task kept for every timeout", parameters: [])

    /// The fault; it has no parameters.
    package init(_ parameters: FaultParameters) {}

    /// Ignores it.
    package func judge(_ request: RequestView, _ dice: inout FaultDice) -> RequestJudgement { .ignore }
}
