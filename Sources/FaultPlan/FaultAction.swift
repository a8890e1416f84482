/// What a fault does at one moment. The twin emits it as a value; whoever owns the sockets executes it.
package enum FaultAction: Hashable, Sendable {
    /// Ends every open client connection; `storm` counts the storms of the run from 1, `drop` those within it from 1.
    case dropConnections(CloseManner, storm: Int, drop: Int)
}
