import Determinism
import LeakAnalysis

/// Makes series of whole numbers: the descriptors, sockets or threads of imagined processes.
///
/// Every process holds 5 to 40 things, opens up to three for moments, and half carry storm marks. What is added comes at
/// random moments with the mean that its class states, so that no two steps are alike.
package enum CountCorpus {
    /// The series number `index` of `kind`, `hours` long with a reading each `interval` seconds; both positive.
    ///
    /// The same arguments give the same series.
    package static func series(
        _ kind: CountClass, hours: Double, index: Int, seed: UInt64, interval: Double = 60
    ) -> Series {
        var random = RandomStream(seed: seed, name: "count corpus/\(kind.rawValue)/\(hours)/\(index)")
        let duration = hours * 3600
        let times = (0...Int(duration / interval)).map { Double($0) * interval }
        let base = Double(random.count(5...40))
        let play = random.uniform() < 0.5 ? 1 : 3
        let size = random.within(10...100)
        var storms: [Double] = []
        if kind == .stormPool || kind == .stormLeak || random.uniform() < 0.5 {
            let range = random.uniform() < 0.5 ? 1.0 / 3...2.0 / 3 : 0.05...0.95
            storms = (0..<random.count(8...40)).map { _ in duration * random.within(range) }.sorted()
        }
        let steps: [Double]
        switch kind {
        case .level: steps = []
        case .bendingPool:
            let tau = random.within(0.04...0.2) * duration
            steps = arrivals(size) { -tau * logarithm(1 - $0) }
        case .straightPool:
            let end = random.within(0.05...0.6) * duration
            steps = arrivals(size) { end * $0 }
        case .highWater:
            let tau = random.within(0.005...0.1) * duration
            let growth = random.within(10...60)
            let whole = logarithm(1 + duration / tau)
            steps = arrivals(growth) { tau * (elementary(exponentialOf: $0 * whole) - 1) }
        case .hourlyLeak:
            let count = random.within(2...30) * hours
            steps = arrivals(count) { duration * $0 }
        case .stormPool:
            let share = random.within(0.1...0.6)
            steps = Array(storms.prefix(Int(share * Double(storms.count))))
        case .stormLeak:
            let each = random.count(1...3)
            steps = storms.flatMap { [Double](repeating: $0, count: each) }
        }
        func arrivals(_ count: Double, at moment: (Double) -> Double) -> [Double] {
            (0..<max(1, Int(count))).map { _ in moment(random.uniform()) }.sorted()
        }
        var taken = 0
        let values = times.map { time in
            while taken < steps.count, steps[taken] <= time { taken += 1 }
            return base + Double(taken) + Double(random.count(0...play))
        }
        return Series(times: times, values: values, storms: storms)
    }
}
