/// One reconnect storm that was carried out.
package struct StormRecord: Hashable, Sendable {
    /// How the server closes a connection.
    package enum Close: String, CaseIterable, Hashable, Sendable {
        /// With a reset (RST).
        case reset
        /// With an orderly end (FIN).
        case orderly
    }

    /// The storm's number, from 1.
    package var number: Int
    /// When it was carried out, s from the start.
    package var timeSeconds: Double
    /// How the connections were closed.
    package var close: Close
    /// How many connections it closed; 0 means that the storm met nobody.
    package var connectionsClosed: Int

    /// A storm.
    package init(number: Int, timeSeconds: Double, close: Close, connectionsClosed: Int) {
        self.number = number
        self.timeSeconds = timeSeconds
        self.close = close
        self.connectionsClosed = connectionsClosed
    }
}
