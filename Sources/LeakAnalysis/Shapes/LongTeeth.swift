/// A saw-tooth whose teeth are too long for a window each: it is judged by its troughs.
///
/// A tooth is a rise that ends in a fall much faster than it, which is not taken back at once. The rise after the last
/// fall is no growth while it is no higher and no longer than the teeth before it.
struct LongTeeth {
    /// The fewest troughs that can convict.
    static let fewest = 5

    /// The moment of each trough, in seconds since the first reading.
    private(set) var times: [Double] = []
    /// The level of each trough.
    private(set) var troughs: [Double] = []
    /// The height of the highest tooth.
    private(set) var height = 0.0
    /// The median distance of two falls, in seconds; with one fall the length of its rise.
    private(set) var period = 0.0
    /// Whether the rises go up nearly all the way: noise that wanders goes up and down as far.
    private(set) var isSmooth = false
    /// By how much the floor rose from the first trough to the last; from the level at the cut where there is one.
    private(set) var floorRise = 0.0

    /// Finds the teeth of `clean` from `cut` on; nil where there are none, or where the series has outgrown them.
    init?(_ clean: CleanSeries, cut: Double, scale: Scale) {
        let first = clean.times.partitioningIndex { $0 >= cut }
        let times = Array(clean.times[first...])
        let values = Array(clean.values[first...])
        guard values.count >= 12, let end = times.last else { return nil }
        let steps = zip(values, values.dropFirst()).map { $1 - $0 }
        let noise = spread(steps) / 2.0.squareRoot()
        let range = quantile(values, 0.99) - quantile(values, 0.01)
        let least = max(2 * scale.dip, 8 * noise, 0.3 * range)
        var falls: [(peak: Int, trough: Int)] = []
        var rises: [Double] = []
        for turn in Self.falls(values, least: least) {
            let depth = values[turn.peak] - values[turn.trough]
            // The fall ends where it is all but done; what declines slowly after it belongs to the trough.
            let down =
                (turn.peak...turn.trough).first { values[$0] <= values[turn.trough] + 0.1 * depth } ?? turn.trough
            let start = (turn.peak..<down).last { values[$0] >= values[turn.peak] - 0.1 * depth } ?? turn.peak
            let from = falls.last?.trough ?? 0
            let rise = times[start] - times[from]
            let until = times[down] + 0.03 * (end - times[0])
            let isRegained = (down..<values.count).prefix { times[$0] <= until }.contains {
                values[$0] > values[turn.trough] + 0.7 * depth
            }
            guard !isRegained, times[down] - times[start] <= max(rise / 3, 2 * clean.binSeconds) else { return nil }
            falls.append((start, down))
            rises.append(rise)
        }
        guard let last = falls.last else { return nil }
        let heights = falls.map { values[$0.peak] - values[$0.trough] }
        let gaps = zip(falls, falls.dropFirst()).map { times[$1.trough] - times[$0.trough] }
        func isRegular(_ sizes: [Double]) -> Bool {
            let centre = mean(sizes)
            return mean(sizes.map { ($0 - centre) * ($0 - centre) }).squareRoot() < 0.5 * centre || sizes.isEmpty
        }
        guard isRegular(heights), isRegular(gaps) else { return nil }
        height = heights.max() ?? 0
        period = gaps.isEmpty ? rises[0] : median(gaps)
        // The first rise may have begun before the cut, with the run.
        let longest = max(gaps.max() ?? 0, rises.max() ?? 0, times[falls[0].peak])
        let present = median(Array(values.suffix(3))) - values[last.trough]
        guard present <= (1.25 + 0.25 / Double(falls.count)) * height, end - times[last.trough] <= 1.6 * longest else {
            return nil
        }
        let ups = steps.reduce(0) { $0 + max(0, $1) }
        let net = heights.reduce(0, +) + max(0, present)
        isSmooth = ups < 3 * net
        self.times = falls.map { times[$0.trough] }
        troughs = falls.map { fall in median(Array(values[fall.trough..<min(values.count, fall.trough + 3)])) }
        if falls.count == 1 {
            floorRise = troughs[0] - (values[...last.peak].min() ?? troughs[0])
        } else {
            floorRise = theilSenSlope(self.times, troughs) * (self.times[self.times.count - 1] - self.times[0])
        }
        if isOutgrown { return nil }
    }

    /// The troughs as an envelope, a window a tooth.
    var envelope: Envelope { Envelope(times: times, values: troughs, windowSeconds: period) }

    /// Whether the floor rises by more than the teeth are high, so that a few of them explain nothing.
    private var isOutgrown: Bool { troughs.count < Self.fewest && floorRise > height }

    /// Whether the floor holds: the teeth are all that grows.
    func holds(scale: Scale) -> Bool {
        let least = max(scale.least, 0.1 * height)
        guard floorRise >= least, troughs.count >= 4, let last = troughs.last else { return floorRise < least }
        // A floor that rose at first and then held is a warm-up under teeth.
        return last - troughs[(troughs.count - 1) / 2] < 0.5 * least
    }

    /// The slope of the floor and its 95 % interval, per hour; nil under five troughs.
    var floorSlope: (rate: Double, low: Double, high: Double)? {
        guard troughs.count >= Self.fewest, let fit = LinearFit(troughs, on: [times.map { $0 / 3600 }]) else {
            return nil
        }
        let degrees = Double(troughs.count - 2)
        let half = studentPoint(degrees) * (fit.residualSum / degrees * fit.inverse[0]).squareRoot()
        return (fit.coefficients[0], fit.coefficients[0] - half, fit.coefficients[0] + half)
    }

    /// The share of the floor's rise that the later half of the troughs made, 0 to 1.
    var laterShare: Double {
        guard let first = troughs.first, let last = troughs.last, last > first else { return 0 }
        return (last - troughs[(troughs.count - 1) / 2]) / (last - first)
    }

    /// The falls of at least `least`: from each peak to the trough after it, before the next rise of `least`.
    private static func falls(_ values: [Double], least: Double) -> [(peak: Int, trough: Int)] {
        var result: [(peak: Int, trough: Int)] = []
        var peak = 0
        var trough = 0
        var isFalling = false
        for index in values.indices {
            if isFalling {
                if values[index] < values[trough] { trough = index }
                if values[index] > values[trough] + least {
                    result.append((peak, trough))
                    isFalling = false
                    peak = index
                }
            } else {
                if values[index] >= values[peak] { peak = index }
                if values[index] < values[peak] - least {
                    isFalling = true
                    trough = index
                }
            }
        }
        if isFalling { result.append((peak, trough)) }
        return result
    }
}
