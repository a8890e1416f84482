import Determinism
import LeakAnalysis

/// The memory of an imagined process, built up component by component.
struct ProcessModel {
    private let times: [Double]
    /// What comes and goes: size, noise, teeth, spikes.
    private var level: [Double]
    /// What is kept for as long as the process lives.
    private var kept: [Double]
    private var storms: [Double] = []
    private let duration: Double
    private var saturating: [(Double) -> Double] = []
    private var restarts: [Double] = []
    private let noise: Double

    /// A process of its own size, warm-up and slow noise, read at `times` from 0 on, with `noise` times the usual noise.
    init(times: [Double], duration: Double, noise: Double, random: inout RandomStream) {
        self.duration = duration
        self.times = times
        self.noise = noise
        level = [Double](repeating: random.within(40...80), count: times.count)
        kept = [Double](repeating: 0, count: times.count)
        addSaturation(random.within(1...10), tauSeconds: 60 * random.within(3...20))
        let size = noise * random.within(0.1...0.8)
        let memory = 60 * random.within(3...40)
        var step = 0.0
        var keep = 1.0
        var fresh = 0.0
        var state = random.normal()
        for i in level.indices {
            level[i] += size * state
            guard i + 1 < times.count else { break }
            if times[i + 1] - times[i] != step {
                step = times[i + 1] - times[i]
                keep = elementary(exponentialOf: -step / memory)
                fresh = (1 - keep * keep).squareRoot()
            }
            state = keep * state + fresh * random.normal()
        }
    }

    /// What the saturating components grow in the last quarter of the run, in MB.
    var saturatingGrowthOfLastQuarter: Double {
        let age = duration - (restarts.last ?? 0)
        return saturating.reduce(0) { $0 + $1(age) - $1(0.75 * age) }
    }

    /// Adds growth by `size` MB with the time constant `tauSeconds`.
    mutating func addSaturation(_ size: Double, tauSeconds: Double) {
        saturating.append { size * (1 - elementary(exponentialOf: -$0 / tauSeconds)) }
    }

    /// Adds growth by `size` MB over the run, as the logarithm of 1 + t/τ.
    mutating func addCreep(_ size: Double, tauSeconds: Double) {
        let whole = logarithm(1 + duration / tauSeconds)
        saturating.append { size * logarithm(1 + $0 / tauSeconds) / whole }
    }

    /// Adds growth by `size` MB in a straight line until `end` seconds; then it holds.
    mutating func addFill(_ size: Double, until end: Double) {
        saturating.append { size * min(1, $0 / end) }
    }

    /// Adds a leak of `rate` MB/h.
    mutating func addLine(_ rate: Double) {
        for i in kept.indices { kept[i] += rate * times[i] / 3600 }
    }

    /// Adds a collector that lets memory rise by a height from `size`, MB, over a period from `minutes`.
    mutating func addSawtooth(
        _ size: ClosedRange<Double>, minutes: ClosedRange<Double>, _ random: inout RandomStream
    ) {
        let height = random.within(size)
        let period = 60 * random.within(minutes)
        var start = -period * random.uniform()
        var length = period
        for i in level.indices {
            while times[i] >= start + length {
                start += length
                // A collector runs when the heap is full, and that depends a little on what the process did.
                length = period * random.within(0.9...1.1)
            }
            level[i] += height * (times[i] - start) / length
        }
    }

    /// Adds spikes of 5 to 30 MB and 3 to 30 min that keep a share of their height from `keeping`.
    mutating func addSpikes(_ count: Int, keeping: ClosedRange<Double>, _ random: inout RandomStream) {
        for _ in 0..<count {
            let start = duration * random.within(0.1...0.9)
            let height = random.within(5...30)
            let length = random.within(180...1800)
            let left = height * random.within(keeping)
            for i in kept.indices where times[i] >= start {
                if times[i] < start + length { level[i] += height - left }
                kept[i] += left
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
            for i in kept.indices where times[i] >= share * duration { kept[i] += height }
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
            for i in kept.indices where times[i] >= storm { kept[i] += height }
        }
        return each
    }

    /// Starts the process anew at `moments`, rising: it gives up what it kept and warms up again.
    mutating func restart(at moments: [Double]) {
        restarts = moments
    }

    /// The lines of the log, with white noise, as whole pages of 4 kB; each life of the process is a segment.
    func rows(_ random: inout RandomStream) -> [RecordedRow] {
        let size = noise * random.within(0.02...0.2)
        var rows: [RecordedRow] = []
        rows.reserveCapacity(times.count + storms.count)
        var life = 0
        var begin = 0.0
        var held = 0.0
        var storm = 0
        for i in times.indices {
            while life < restarts.count, times[i] >= restarts[life] {
                begin = restarts[life]
                held = kept[max(0, i - 1)]
                life += 1
            }
            while storm < storms.count, storms[storm] <= times[i] {
                rows.append(
                    RecordedRow(timeSeconds: storms[storm], value: nil, isStorm: true, segment: Double(life)))
                storm += 1
            }
            let grown = saturating.reduce(level[i] + kept[i] - held) { $0 + $1(times[i] - begin) }
            let value = max(0, ((grown + size * random.normal()) / 0.004096).rounded() * 0.004096)
            rows.append(RecordedRow(timeSeconds: times[i], value: value, segment: Double(life)))
        }
        return rows
    }
}
