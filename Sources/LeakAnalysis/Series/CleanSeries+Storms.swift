extension CleanSeries {
    /// How long after a storm a number may be lower without having been given back, in seconds: at least 5 s and two bins,
    /// at most half a minute, and a twelfth of the run.
    private var reconnectSeconds: Double { max(5, 2 * binSeconds, min(30, duration / 12)) }

    /// The series without the readings that found a fleet away in a storm.
    ///
    /// A storm closes every connection of the client from outside. Until the client is back a reading finds fewer
    /// sockets, and what is kept would be taken for less: a client that opens one socket more at each storm would seem to
    /// hold nothing until the last storm is over. Readings after a storm are left out while they lie below the usual
    /// number before it, when that number is reached again within the time of a reconnect. In dense storms each storm
    /// begins that time anew, and the number of before the first one counts.
    var withoutAbsences: CleanSeries {
        var isAway = [Bool](repeating: false, count: times.count)
        var storm = 0
        while storm < storms.count {
            let first = times.partitioningIndex { $0 >= storms[storm] }
            let before = (0..<first).reversed().lazy.filter { !isAway[$0] }.prefix(7).map { values[$0] }
            let usual = median(Array(before))
            let enough = usual - max(0.5, 0.02 * usual)
            var latest = storm
            var index = first
            var isBack = before.isEmpty
            while index < times.count {
                while latest + 1 < storms.count, storms[latest + 1] <= times[index] { latest += 1 }
                // The first reading may have been taken before the storm closed anything.
                if values[index] >= enough, index > first {
                    isBack = true
                    break
                }
                if times[index] > storms[latest] + reconnectSeconds { break }
                index += 1
            }
            if isBack, index > first {
                for away in first..<index where values[away] < enough { isAway[away] = true }
            }
            storm = max(storm, latest) + 1
        }
        guard isAway.contains(true) else { return self }
        var result = self
        result.times = zip(times, isAway).filter { !$0.1 }.map(\.0)
        result.values = zip(values, isAway).filter { !$0.1 }.map(\.0)
        return result
    }
}
