/// How many storms are on record: the one pair of numbers that the live line, the status and the verdict show.
package struct StormCounts: Hashable, Sendable {
    /// Storms that were carried out.
    package private(set) var carriedOut = 0
    /// Those of them that closed a connection: the ones that met the client.
    package private(set) var metClients = 0

    /// No storms, or those on record.
    package init(_ storms: [StormRecord] = []) { add(storms) }

    /// Adds storms that went on record.
    package mutating func add(_ storms: [StormRecord]) {
        carriedOut += storms.count
        metClients += storms.count { $0.connectionsClosed > 0 }
    }

    /// `16 storms (15 met the client)`.
    package var words: String {
        "\(carriedOut) \(carriedOut == 1 ? "storm" : "storms") "
            + (metClients == carriedOut ? "(all met the client)" : "(\(metClients) met the client)")
    }
}
