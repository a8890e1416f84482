/// Requests have no effect and are answered with an exception, alone or in bursts.
package struct ExceptionReply: RequestFault, Hashable {
    /// The exception code.
    package let code: UInt8
    /// Requests of a burst.
    package let run: Int

    /// What the catalogue says of it.
    package static let entry = FaultCatalogue.Entry(
        kind: "exception", layer: .pdu, extent: .lasting, aim: .requests,
        sentence: "Answers with an exception; the request has no effect.",
        provokes: "a retry queue that only grows, an error object kept for every exception",
        parameters: [
            .init(
                "code", .integer(0...255),
                "the exception code: 1 illegal function, 2 address, 3 value, 4 failure, 5 acknowledge, 6 busy, "
                    + "8 parity, 10 and 11 gateway, others are a vendor's"),
            .init(
                "run", .integer(1...1_000_000), "requests of a burst: once one is hit, the next ones are hit too",
                standard: .integer(1)),
        ])

    /// The fault with these parameters.
    package init(_ parameters: FaultParameters) {
        code = UInt8(parameters.integer("code"))
        run = parameters.integer("run")
    }

    /// Refuses it.
    package func judge(_ request: RequestView, _ dice: inout FaultDice) -> RequestJudgement { .exception(code) }
}
