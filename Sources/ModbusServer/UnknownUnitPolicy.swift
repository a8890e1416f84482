/// What a client gets that asks for a unit that is not there.
package enum UnknownUnitPolicy: String, CaseIterable, Sendable {
    /// Exception 11, as from a gateway.
    case exception11
    /// Nothing, as on a serial line.
    case silence
}
