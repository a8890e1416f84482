import Determinism
import LeakAnalysis

/// The memory of an imagined process, built up component by component.
struct ProcessModel {
    private let times: [Double]
    private var values: [Double]
    private var storms: [Double] = []
    private let duration: Double
    private var saturating: [(Double) -> Double] = []

    /// A process of its own size, warm-up and slow noise, read each `interval` seconds.
    init(hours: Double, interval: Double, random: inout RandomStream) {
        duration = hours * 3600
        times = (0...Int(duration / interval)).map { Double($0) * interval }
        values = [Double](repeating: random.within(40...80), count: times.count)
        addSaturation(random.within(1...10), tauSeconds: 60 * random.within(3...20))
        let size = random.within(0.1...0.8)
        let memory = 60 * random.within(3...40)
        let keep = elementary(exponentialOf: -interval / memory)
        let fresh = (1 - keep * keep).squareRoot()
        var state = random.normal()
        for i in values.indices {
            values[i] += size * state
            state = keep * state + fresh * random.normal()
        }
    }

    /// What the saturating components grow in the last quarter of the run, in MB.
    var saturatingGrowthOfLastQuarter: Double {
        saturating.reduce(0) { $0 + $1(duration) - $1(0.75 * duration) }
    }

    /// Adds growth by `size` MB with the time constant `tauSeconds`.
    mutating func addSaturation(_ size: Double, tauSeconds: Double) {
        addSaturating { size * (1 - elementary(exponentialOf: -$0 / tauSeconds)) }
    }

    /// Adds growth by `size` MB over the run, as the logarithm of 1 + t/τ.
    mutating func addCreep(_ size: Double, tauSeconds: Double) {
        let whole = logarithm(1 + duration / tauSeconds)
        addSaturating { size * logarithm(1 + $0 / tauSeconds) / whole }
    }

    private mutating func addSaturating(_ law: @escaping (Double) -> Double) {
        saturating.append(law)
        for i in values.indices { values[i] += law(times[i]) }
    }

    /// Adds a leak of `rate` MB/h.
    mutating func addLine(_ rate: Double) {
        for i in values.indices { values[i] += rate * times[i] / 3600 }
    }

    /// Adds a collector that lets memory rise by a height from `size`, MB, over a period from `minutes`.
    mutating func addSawtooth(
        _ size: ClosedRange<Double>, minutes: ClosedRange<Double>, _ random: inout RandomStream
    ) {
        let height = random.within(size)
        let period = 60 * random.within(minutes)
        var start = -period * random.uniform()
        var length = period
        for i in values.indices {
            while times[i] >= start + length {
                start += length
                // A collector runs when the heap is full, and that depends a little on what the process did.
                length = period * random.within(0.9...1.1)
            }
            values[i] += height * (times[i] - start) / length
        }
    }

    /// Adds spikes of 5 to 30 MB and 3 to 30 min that keep a share of their height from `keeping`.
    mutating func addSpikes(_ count: Int, keeping: ClosedRange<Double>, _ random: inout RandomStream) {
        for _ in 0..<count {
            let start = duration * random.within(0.1...0.9)
            let height = random.within(5...30)
            let length = random.within(180...1800)
            let kept = height * random.within(keeping)
            for i in values.indices where times[i] >= start {
                values[i] += times[i] < start + length ? height : kept
            }
        }
    }

    /// Adds a leak of `rate` MB/h in equal steps.
    mutating func addStairs(_ rate: Double, steps: Int, _ random: inout RandomStream) {
        let height = rate * duration / 3600 / Double(steps)
        // Half of the stairs have even steps with some play, the others have steps at random moments.
        let even = random.uniform() < 0.5
        for step in 0..<steps {
            let share = even ? (Double(step) + random.within(0.2...0.8)) / Double(steps) : random.uniform()
            for i in values.indices where times[i] >= share * duration { values[i] += height }
        }
    }

    /// Marks storms without a meaning.
    mutating func placeStorms(_ random: inout RandomStream) {
        let range = random.uniform() < 0.5 ? 1.0 / 3...2.0 / 3 : 0.05...0.95
        storms = (0..<random.count(8...20)).map { _ in duration * random.within(range) }.sorted()
    }

    /// Adds a leak of `rate` MB/h that grows in storms only; returns the mean of what a storm leaves behind, MB.
    mutating func addStormLeak(_ rate: Double, storms count: Int, _ random: inout RandomStream) -> Double {
        let range = random.uniform() < 0.5 ? 1.0 / 3...2.0 / 3 : 0.05...0.95
        storms = (0..<count).map { _ in duration * random.within(range) }.sorted()
        let each = rate * duration / 3600 / Double(count)
        for storm in storms {
            let height = each * random.within(0.5...1.5)
            for i in values.indices where times[i] >= storm { values[i] += height }
        }
        return each
    }

    /// The readings, with white noise, as whole pages of 4 kB.
    func readings(_ random: inout RandomStream) -> Series {
        let size = random.within(0.02...0.2)
        let noisy = values.map { max(0, (($0 + size * random.normal()) / 0.004096).rounded() * 0.004096) }
        return Series(times: times, values: noisy, storms: storms)
    }
}
