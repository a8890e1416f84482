/// The ways in which a number of things that a process holds behaves, as the corpus imitates them.
package enum CountClass: String, CaseIterable, Sendable {
    /// Level, with things that come and go.
    case level = "level"
    /// A pool of 10 to 100 that fills with a time constant of 4 to 20 % of the run.
    case bendingPool = "pool that fills ever slower"
    /// A pool of 10 to 100 that fills evenly and is full at 5 to 60 % of the run.
    case straightPool = "pool that fills evenly"
    /// A pool of 10 to 100 that takes one more at each storm and is full after 10 to 60 % of 8 to 40 storms.
    case stormPool = "pool that fills by storm"
    /// The most that were ever needed at once: 10 to 60 more over the run, by a logarithmic law.
    case highWater = "high-water mark"
    /// A leak of 2 to 30 an hour, at random moments.
    case hourlyLeak = "leak by the hour"
    /// A leak of one to three at each of 8 to 40 storms.
    case stormLeak = "leak by the storm"

    /// Whether the class is healthy.
    package var isHealthy: Bool {
        switch self {
        case .level, .bendingPool, .straightPool, .stormPool, .highWater: true
        case .hourlyLeak, .stormLeak: false
        }
    }
}
