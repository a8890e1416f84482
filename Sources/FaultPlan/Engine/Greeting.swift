/// What becomes of a connection that was just accepted.
package enum Greeting: Hashable, Sendable {
    /// It is served.
    case serve
    /// It is closed in this manner after a delay; with `afterFirstByte` the delay counts from the client's first byte.
    case close(CloseManner, afterNanoseconds: Int64, afterFirstByte: Bool)
    /// It is read from and never answered.
    case silence
    /// It is never read from: the client's bytes fill the kernel's buffers.
    case neglect
}
