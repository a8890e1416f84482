extension CleanSeries {
    /// How long after a storm a number may be lower without having been given back, in seconds; at least two bins.
    static let reconnectSeconds = 5.0

    /// The series without the readings that a storm alone made low.
    ///
    /// A storm closes every connection of the client from outside. Until the client is back a reading finds fewer
    /// sockets, and the lower envelope would take that for things given back: a client that opens one socket more at each
    /// storm would seem to hold nothing until the last storm is over. A reading is left out when it lies after a storm,
    /// below the last one before it, and the number is back at that height within `reconnectSeconds`.
    var withoutStormDips: CleanSeries {
        let reach = max(Self.reconnectSeconds, 2 * binSeconds)
        var isDip = [Bool](repeating: false, count: times.count)
        for storm in storms {
            let first = times.partitioningIndex { $0 >= storm }
            guard let before = (0..<first).last(where: { !isDip[$0] }) else { continue }
            let past = times.partitioningIndex { $0 > storm + reach }
            guard let back = (first..<past).last(where: { values[$0] >= values[before] }) else { continue }
            for index in first..<back where values[index] < values[before] { isDip[index] = true }
        }
        guard isDip.contains(true) else { return self }
        var result = self
        result.times = zip(times, isDip).filter { !$0.1 }.map(\.0)
        result.values = zip(values, isDip).filter { !$0.1 }.map(\.0)
        return result
    }
}
