/// A connection that the client opened after a storm had closed its own.
package struct ReconnectRecord: Hashable, Sendable {
    /// The storm's number, from 1.
    package var storm: Int
    /// When the connection was accepted, s from the start.
    package var timeSeconds: Double
    /// How long after the storm, s.
    package var delaySeconds: Double

    /// A reconnect.
    package init(storm: Int, timeSeconds: Double, delaySeconds: Double) {
        self.storm = storm
        self.timeSeconds = timeSeconds
        self.delaySeconds = delaySeconds
    }
}
