import Evidence

/// One storm with what followed it.
package struct StormRow: Hashable, Sendable {
    /// The storm.
    package var storm: StormRecord
    /// Connections that the client opened because of it.
    package var reconnects: Int
    /// The first reconnect's delay, s; nil when there was none.
    package var firstDelaySeconds: Double?
    /// The last reconnect's delay, s; nil when there was none.
    package var lastDelaySeconds: Double?
    /// What it left behind, MB, and how many storms share the figure; nil when it was not measured.
    package var retained: Retained?

    /// Memory left behind.
    package struct Retained: Hashable, Sendable {
        /// MB a storm.
        package var megabytes: Double
        /// Storms that were too close to each other to be told apart.
        package var merged: Int
    }
}
