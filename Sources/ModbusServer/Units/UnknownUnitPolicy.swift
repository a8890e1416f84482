/// What a client gets that asks for a unit that is not there.
package enum UnknownUnitPolicy: String, CaseIterable, Sendable {
    /// Exception 11, as from a gateway.
    case exception11
    /// Nothing, as on a serial line.
    case silence
    /// An answer by the unit with the lowest id, as from a device that does not look at the unit id.
    case answer
}
