/// A series made fit for judging: sorted, finite, one value for each filled bin of equal width, gaps known.
struct CleanSeries {
    /// The most bins that a run is divided into; a run of 24 h has minute bins.
    static let binLimit = 1440

    /// The middle of each filled bin, in seconds since the first reading, rising.
    var times: [Double] = []
    /// The median of the readings in each filled bin.
    var values: [Double] = []
    /// The storms inside the run, in seconds since the first reading, rising.
    var storms: [Double] = []
    /// The time of the first reading on the caller's clock, in seconds.
    var origin = 0.0
    /// From the first reading to the last, in seconds.
    var duration = 0.0
    /// The median distance of two readings, in seconds.
    var interval = 0.0
    /// The width of a bin, in seconds.
    var binSeconds = 0.0
    /// Readings that were kept.
    var sampleCount = 0
    /// Readings dropped because they or their time were not finite, or because they had no partner.
    var dropped = 0
    /// Readings that shared their moment with another one and were merged with it.
    var duplicates = 0
    /// Seconds in holes longer than five intervals.
    var gapSeconds = 0.0
    /// Holes longer than five intervals.
    var gapCount = 0

    /// Sorts, drops, merges and bins `series`. Cost: a sort when the readings are out of order, else linear.
    init(_ series: Series) {
        let paired = min(series.times.count, series.values.count)
        var samples: [Sample] = []
        samples.reserveCapacity(paired)
        for i in 0..<paired where series.times[i].isFinite && series.values[i].isFinite {
            samples.append(Sample(timeSeconds: series.times[i], value: series.values[i]))
        }
        dropped = max(series.times.count, series.values.count) - samples.count
        if !zip(samples, samples.dropFirst()).allSatisfy({ $0.timeSeconds <= $1.timeSeconds }) {
            // The value breaks ties, so that the answer does not depend on the order of readings of one moment.
            samples.sort { ($0.timeSeconds, $0.value) < ($1.timeSeconds, $1.value) }
        }
        guard let first = samples.first, let last = samples.last else { return }
        origin = first.timeSeconds
        duration = last.timeSeconds - first.timeSeconds
        sampleCount = samples.count
        storms = Set(series.storms.filter { $0.isFinite && $0 >= first.timeSeconds && $0 <= last.timeSeconds })
            .map { $0 - first.timeSeconds }.sorted()
        guard duration > 0, duration.isFinite else {
            duplicates = samples.count - 1
            duration = 0
            return
        }
        measureSpacing(samples)
        binSeconds = max(interval, duration / Double(Self.binLimit))
        fillBins(samples)
    }

    private mutating func measureSpacing(_ samples: [Sample]) {
        var distances: [Double] = []
        distances.reserveCapacity(samples.count)
        for i in 1..<samples.count {
            let distance = samples[i].timeSeconds - samples[i - 1].timeSeconds
            if distance > 0 { distances.append(distance) } else { duplicates += 1 }
        }
        interval = median(distances)
        for distance in distances where distance > 5 * interval {
            gapCount += 1
            gapSeconds += distance
        }
    }

    private mutating func fillBins(_ samples: [Sample]) {
        let origin = samples[0].timeSeconds
        var held: [Double] = []
        var heldTime = 0.0
        var heldBin = 0
        for sample in samples {
            let time = sample.timeSeconds - origin
            // Half a bin of offset puts readings at a steady interval in the middle of their bins, where the jitter
            // of a sampler does not move them into a neighbour's.
            let bin = Int((time / binSeconds + 0.5).rounded(.down))
            if bin != heldBin, !held.isEmpty { flush(&held, &heldTime) }
            heldBin = bin
            held.append(sample.value)
            heldTime += time
        }
        flush(&held, &heldTime)
    }

    private mutating func flush(_ held: inout [Double], _ heldTime: inout Double) {
        times.append(heldTime / Double(held.count))
        values.append(median(held))
        held.removeAll(keepingCapacity: true)
        heldTime = 0
    }
}
