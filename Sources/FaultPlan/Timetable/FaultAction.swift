/// What happens at one moment. The twin emits it as a value; whoever owns the sockets executes it.
package enum FaultAction: Hashable, Sendable {
    /// The fault with this number begins; `occurrence` counts from 1.
    case begin(fault: Int, occurrence: Int)
    /// It ends and everything is as before.
    case end(fault: Int, occurrence: Int)
    /// The fault of a moment with this number strikes.
    case strike(fault: Int, occurrence: Int)
    /// Ends open client connections; `storm` counts the storms of the run from 1, `drop` those within it from 1.
    case dropConnections(CloseManner, storm: Int, drop: Int)
    /// From here to `connectionsAgain` connecting is refused: a part of this storm.
    case refuseConnections(storm: Int)
    /// Clients may connect again.
    case acceptConnections(storm: Int)

    /// The storm that it is a part of; nil for any other fault.
    package var storm: Int? {
        switch self {
        case .dropConnections(_, let storm, _), .refuseConnections(let storm), .acceptConnections(let storm): storm
        case .begin, .end, .strike: nil
        }
    }
}
