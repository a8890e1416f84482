/// Chooses the connections that one strike hits: ask it once for each open connection.
///
/// The choice by number and probability depends on the connection alone; `first`, `every` and `limit` of the target count
/// connections in the order in which they are asked about.
package struct StrikeChoice {
    private let armed: ArmedFault
    private let occurrence: Int
    private let newestConnection: UInt64
    private var matched = 0
    /// Connections that were chosen so far.
    package private(set) var hits = 0

    /// A choice for one occurrence of the fault.
    ///
    /// - Parameter newestConnection: the connection that was accepted last.
    package init(_ armed: ArmedFault, occurrence: Int, newestConnection: UInt64) {
        self.armed = armed
        self.occurrence = occurrence
        self.newestConnection = newestConnection
    }

    /// Whether the strike hits this connection. Allocates nothing.
    package mutating func hits(connection: UInt64) -> Bool {
        guard armed.target.matches(connection: connection, newestConnection: newestConnection) else { return false }
        matched += 1
        var dice = FaultDice(
            seed: armed.seed, fault: armed.id, connection: connection, sequence: UInt64(occurrence))
        guard armed.target.takes(matched: matched, hits: hits, &dice) else { return false }
        hits += 1
        return true
    }
}
