/// What kind of thing a series holds.
enum Subject {
    /// Private memory, in MB.
    case memory
    /// A number of things; of which growth up to so many is no reason for doubt.
    case count(leastDoubted: Double)

    /// `series` made fit for judging.
    func cleaned(_ series: Series) -> CleanSeries {
        switch self {
        case .memory: CleanSeries(series)
        case .count: CleanSeries(series).withoutStormDips
        }
    }

    /// The rate that growth must exceed in a run of `hours` to be called a leak, per hour.
    func floor(hours: Double) -> Double {
        switch self {
        case .memory: LeakAnalysis.floor(hours: hours)
        case .count: max(CountRules.rateFloor, (CountRules.fewest + 1) / hours)
        }
    }

    /// The smallest standard deviation of residuals to believe in: that of the resolution of the readings.
    var resolution: Double {
        switch self {
        case .memory: 0.004
        case .count: 0.289
        }
    }

    /// Growth that is never called a leak, over all lives.
    var leastGrowth: Double {
        switch self {
        case .memory: MemoryRules.growthFloor
        case .count: CountRules.fewest
        }
    }

    /// The unit in sentences, with its blank; empty for counts.
    var unit: String {
        switch self {
        case .memory: " MB"
        case .count: ""
        }
    }
}
