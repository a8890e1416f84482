import Determinism
import LeakAnalysis

/// Makes the series on which the judgement is measured: ten classes, any length, any seed, sampled well or badly.
///
/// Every process starts with 40 to 80 MB, warms up by 1 to 10 MB over 3 to 20 min, and carries white noise of 0.02 to
/// 0.2 MB and correlated noise of 0.1 to 0.8 MB with 3 to 40 min memory. Half of them carry a small sawtooth, and a
/// third carry storm marks without a meaning, in the middle third or anywhere.
package enum LeakCorpus {
    /// The series number `index` of `kind`, `hours` long with a reading each `interval` seconds.
    ///
    /// The same arguments give the same series, and the same process under every flaw but irregular sampling. `hours` and
    /// `interval` must be positive, with at least two readings.
    ///
    /// - Parameters:
    ///   - rate: by how much a leak grows, in MB/h; nil for a rate drawn from its class.
    ///   - noise: how many times the usual noise the process carries, white and correlated.
    ///   - flaw: what is wrong with the readings.
    package static func series(
        _ kind: CorpusClass, hours: Double, index: Int, seed: UInt64, interval: Double = 60, rate: Double? = nil,
        noise: Double = 1, flaw: SamplingFlaw = .none
    ) -> CorpusSeries {
        var random = RandomStream(seed: seed, name: "leak corpus/\(kind.rawValue)/\(hours)/\(index)")
        var flawed = RandomStream(seed: seed, name: "leak corpus/\(kind.rawValue)/\(hours)/\(index)/\(flaw.rawValue)")
        let times = FlawedLog.times(hours: hours, interval: interval, flaw: flaw, &flawed)
        var process = ProcessModel(times: times, duration: hours * 3600, noise: noise, random: &random)
        if kind != .sawtooth, random.uniform() < 0.5 { process.addSawtooth(0.5...3, minutes: 2...40, &random) }
        if kind != .stormLeak, random.uniform() < 1.0 / 3 { process.placeStorms(&random) }
        var result = CorpusSeries(
            kind: kind, hours: hours, series: Series(times: [], values: []), trueRate: 0, rightAnswers: [.expected])
        switch kind {
        case .flat: break
        case .warmUp:
            process.addSaturation(random.within(5...20), tauSeconds: 60 * random.within(10...40))
        case .sawtooth:
            process.addSawtooth(4...15, minutes: 2...40, &random)
        case .boundedCache:
            process.addSaturation(random.within(5...30), tauSeconds: random.within(0.04...0.2) * hours * 3600)
        case .highWaterCreep:
            process.addCreep(random.within(3...15), tauSeconds: random.within(0.005...0.1) * hours * 3600)
        case .spikesRecovered:
            process.addSpikes(random.count(2...8), keeping: 0...0, &random)
        case .spikesRetained:
            process.addSpikes(random.count(2...4), keeping: 0.2...0.5, &random)
            result.rightAnswers = [.suspicious]
        case .linearLeak:
            result.trueRate = rate ?? random.within(0.25...5)
            process.addLine(result.trueRate)
        case .stairLeak:
            result.trueRate = rate ?? random.within(1...4)
            process.addStairs(result.trueRate, steps: random.count(10...25), &random)
        case .stormLeak:
            result.trueRate = rate ?? random.within(0.8...3)
            result.truePerStorm = process.addStormLeak(result.trueRate, storms: random.count(8...20), &random)
        }
        process.restart(at: FlawedLog.restarts(hours: hours, flaw: flaw, &flawed))
        if kind.isLeak { result.rightAnswers = [.leak] }
        // A series that still grows at its end by a saturating law may be called either.
        if kind.isHealthy, process.saturatingGrowthOfLastQuarter > 0.5 {
            result.rightAnswers = [.expected, .suspicious]
        }
        // A process that was started anew may have kept only one spike in a life, or none.
        if kind == .spikesRetained, flaw.restartCount > 0 { result.rightAnswers = [.expected, .suspicious] }
        let rows = process.rows(&random)
        result.series = Series(recorded: FlawedLog.spoil(rows, hours: hours, flaw: flaw, &flawed))
        return result
    }

    /// A healthy series besides the ten classes: a cache of 5 to 30 MB that fills in a straight line and is full at 5 to
    /// 50 % of the run. Arguments as above.
    package static func evenCache(
        hours: Double, index: Int, seed: UInt64, interval: Double = 60, noise: Double = 1
    ) -> Series {
        var random = RandomStream(seed: seed, name: "leak corpus/even cache/\(hours)/\(index)")
        let times = (0...Int(hours * 3600 / interval)).map { Double($0) * interval }
        var process = ProcessModel(times: times, duration: hours * 3600, noise: noise, random: &random)
        process.addFill(random.within(5...30), until: random.within(0.05...0.5) * hours * 3600)
        return Series(recorded: process.rows(&random))
    }
}
