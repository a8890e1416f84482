/// The proof that a fault reached the clients, as the server counted it, and what they did next.
package struct FaultAcceptance: Hashable, Sendable {
    /// What followed a hit, and after how long.
    package struct Sequel: Hashable, Sendable {
        /// How often.
        package internal(set) var count: UInt64 = 0
        /// Nanoseconds from the hit, added up.
        package internal(set) var nanoseconds: Int64 = 0
        /// The longest such time in nanoseconds.
        package internal(set) var longestNanoseconds: Int64 = 0

        /// Notes one.
        mutating func note(_ elapsed: Int64) {
            count += 1
            nanoseconds += elapsed
            longestNanoseconds = max(longestNanoseconds, elapsed)
        }
    }

    /// The fault's number; -1 for all those beyond `FaultLedger.capacity`.
    package let fault: Int
    /// Its name in records.
    package let label: String
    /// Its kind.
    package let kind: String
    /// Occurrences that began, or moments at which it struck.
    package internal(set) var begun: UInt64 = 0
    /// Occurrences that ended.
    package internal(set) var ended: UInt64 = 0
    /// Requests, replies and connections that it hit.
    package internal(set) var hits: UInt64 = 0
    /// Bytes of the replies and frames that it changed, delayed or made, as they went to the kernel.
    package internal(set) var bytes: UInt64 = 0
    /// Requests without a reply because of it.
    package internal(set) var withheld: UInt64 = 0
    /// Exceptions that it answered with.
    package internal(set) var exceptions: UInt64 = 0
    /// Writes that it confirmed and that had no effect.
    package internal(set) var writesLost: UInt64 = 0
    /// Replies whose bytes it changed.
    package internal(set) var changed: UInt64 = 0
    /// Connections that it reset.
    package internal(set) var resets: UInt64 = 0
    /// Connections that it closed or half closed in order.
    package internal(set) var closes: UInt64 = 0
    /// Clients that it turned away; those that met a closed port are not known to the server.
    package internal(set) var refused: UInt64 = 0
    /// Replies that left later because of it.
    package internal(set) var delayed: UInt64 = 0
    /// Nanoseconds from the making of these replies to their last byte, added up.
    package internal(set) var delayNanoseconds: Int64 = 0
    /// The longest of them.
    package internal(set) var longestDelayNanoseconds: Int64 = 0
    /// By how much the latest of these replies missed its time.
    package internal(set) var longestLatenessNanoseconds: Int64 = 0
    /// The next request after a hit came on the same connection.
    package internal(set) var polledOn = Sequel()
    /// The connection ended after a hit, and a new connection came.
    package internal(set) var reconnected = Sequel()
    /// Connections that ended after a hit and for which no new one has come so far.
    package internal(set) var gaveUp: UInt64 = 0

    /// Nothing counted yet.
    init(fault: Int, label: String, kind: String) {
        self.fault = fault
        self.label = label
        self.kind = kind
    }
}
