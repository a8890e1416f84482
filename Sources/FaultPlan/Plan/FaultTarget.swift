/// Which requests or connections a fault concerns.
package struct FaultTarget: Hashable, Sendable {
    /// Which connections.
    package enum Connections: Hashable, Sendable {
        /// All.
        case all
        /// Those with these numbers; a run's first connection is 1.
        case numbered([UInt64])
        /// The one that was accepted last.
        case newest
        /// Every so-many-th connection: those whose number it divides.
        case every(UInt64)
    }

    /// Unit ids; empty: all.
    package var units: [UInt8] = []
    /// Function codes; empty: all.
    package var functions: [UInt8] = []
    /// Addresses, 0-based offsets as in the request; a request that touches one of them is meant. nil: all, requests
    /// without addresses included.
    package var addresses: ClosedRange<Int>?
    /// How many registers or bits the request asks for; nil: any number.
    package var quantity: Int?
    /// Connections.
    package var connections = Connections.all
    /// The share of what is left that is hit, 0 to 1, drawn for each request or connection.
    package var probability = 1.0
    /// Of the requests that match, counted from the fault's beginning, the first that is hit, from 1.
    package var first = 1
    /// From `first` on each so-many-th is hit, at least 1.
    package var every = 1
    /// At most so many hits from a beginning to its end; nil: no limit.
    package var limit: Int?

    /// Everything, always.
    package static let everything = FaultTarget()

    /// A target that chooses everything; set what it is to choose.
    package init() {}

    /// Whether this request is one of those meant; number and probability apart.
    package func matches(_ request: RequestView, newestConnection: UInt64) -> Bool {
        guard units.isEmpty || units.contains(request.unit) else { return false }
        guard functions.isEmpty || functions.contains(request.function) else { return false }
        guard matches(connection: request.connection, newestConnection: newestConnection) else { return false }
        guard addresses != nil || quantity != nil else { return true }
        guard let asked = request.addresses else { return false }
        if let addresses, !addresses.overlaps(asked) { return false }
        return quantity.map { $0 == asked.count } ?? true
    }

    /// Whether the turn of what matches has come: first, every, limit, probability.
    ///
    /// - Parameters:
    ///   - matched: how many have matched, this one included.
    ///   - hits: how many of those were hit.
    ///   - isInBurst: whether a burst goes on, which only the limit ends.
    ///   - dice: the dice of the decision; a probability below 1 takes one number from them.
    func takes(matched: Int, hits: Int, isInBurst: Bool = false, _ dice: inout FaultDice) -> Bool {
        if let limit, hits >= limit { return false }
        let isTurn = isInBurst || matched >= first && (matched - first) % every == 0
        guard isTurn else { return false }
        // The number is taken inside a burst as well: what follows from the dice is then the same.
        return probability >= 1 || dice.uniform() < probability || isInBurst
    }

    /// Whether this connection is one of those meant; the probability apart.
    package func matches(connection: UInt64, newestConnection: UInt64) -> Bool {
        switch connections {
        case .all: true
        case .numbered(let numbers): numbers.contains(connection)
        case .newest: connection == newestConnection
        case .every(let step): connection.isMultiple(of: step)
        }
    }
}
