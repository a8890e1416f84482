/// What is done with a request.
package enum RequestJudgement: Hashable, Sendable {
    /// It is served.
    case serve
    /// It has no effect and is answered with this exception code, which need not be one of the specification's.
    case exception(UInt8)
    /// A write is confirmed and has no effect; a request that does not write is served.
    case confirmWithoutEffect
    /// It has no effect and gets no answer.
    case ignore
}
