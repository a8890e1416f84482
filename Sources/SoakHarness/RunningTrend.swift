import LeakAnalysis

/// The memory of the run so far in at most `capacity` points, for the progress line: its own memory does not grow.
///
/// Each point is the least reading of its stretch of time, as in the verdict's lower envelope. When all points are
/// taken, neighbours are merged and the stretches become twice as long.
struct RunningTrend {
    static let capacity = 480

    private var times: [Double] = []
    private var values: [Double] = []
    private var stretch = 1
    private var pending: (time: Double, value: Double, count: Int)?

    init() {
        times.reserveCapacity(Self.capacity)
        values.reserveCapacity(Self.capacity)
    }

    /// The latest reading in MB; nil before the first.
    private(set) var latest: Double?

    /// Adds the reading of one sample, in MB.
    mutating func add(time: Double, value: Double) {
        latest = value
        var point = pending ?? (time, value, 0)
        point.value = min(point.value, value)
        point.count += 1
        guard point.count >= stretch else {
            pending = point
            return
        }
        pending = nil
        times.append(point.time)
        values.append(point.value)
        if times.count == Self.capacity { merge() }
    }

    /// MB per hour so far, by the verdict's own method; nil while there is too little to say.
    func rate(storms: [Double]) -> Double? {
        LeakAnalysis.judgeMemory(Series(times: times, values: values, storms: storms)).ratePerHour
    }

    private mutating func merge() {
        for index in 0..<(Self.capacity / 2) {
            times[index] = times[2 * index]
            values[index] = min(values[2 * index], values[2 * index + 1])
        }
        times.removeLast(Self.capacity / 2)
        values.removeLast(Self.capacity / 2)
        stretch *= 2
    }
}
