import LeakAnalysis

/// The ten ways in which the memory of a process behaves that the corpus imitates.
package enum CorpusClass: String, CaseIterable, Sendable {
    /// Level, apart from a small start-up and noise.
    case flat = "flat"
    /// Rises 5 to 20 MB with a time constant of 10 to 40 min, then holds.
    case warmUp = "warm-up"
    /// A collector's sawtooth of 4 to 15 MB with a period of 2 to 40 min.
    case sawtooth = "sawtooth"
    /// A cache of 5 to 30 MB that fills with a time constant of 4 to 20 % of the run.
    case boundedCache = "bounded cache"
    /// The high-water mark creeps up by a logarithmic law.
    case highWaterCreep = "high-water creep"
    /// Spikes that recover fully.
    case spikesRecovered = "spikes recovered"
    /// Two to four spikes that keep 20 to 50 % of their height.
    case spikesRetained = "spikes retained"
    /// A leak of 0.25 to 5 MB/h.
    case linearLeak = "linear leak"
    /// A leak of 1 to 4 MB/h in 10 to 25 steps.
    case stairLeak = "stair leak"
    /// A leak of 0.8 to 3 MB/h that grows only in 8 to 20 storms.
    case stormLeak = "storm leak"

    /// Whether the class is healthy: an answer of leak is a false alarm.
    package var isHealthy: Bool {
        switch self {
        case .flat, .warmUp, .sawtooth, .boundedCache, .highWaterCreep, .spikesRecovered: true
        case .spikesRetained, .linearLeak, .stairLeak, .stormLeak: false
        }
    }

    /// Whether the class leaks.
    package var isLeak: Bool {
        switch self {
        case .linearLeak, .stairLeak, .stormLeak: true
        default: false
        }
    }
}
