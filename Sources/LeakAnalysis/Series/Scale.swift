/// What a channel's readings are worth: their resolution, and the amounts below which growth means nothing.
///
/// One method judges memory and numbers of things; only these figures differ.
struct Scale: Sendable {
    /// The smallest standard deviation of residuals to believe in, in units of the series: that of its resolution.
    let resolution: Double
    /// Growth that is never called a leak: 1 MB, or four things.
    let least: Double
    /// The rate below which growth is never called a leak, per hour, however long the run.
    let slowest: Double
    /// What a storm may leave behind on average without being called a leak.
    let perStorm: Double
    /// The least depth of a dip, and half the least height of a tooth.
    let dip: Double
    /// The share of what is held that comes and goes: 0.3 % of a number.
    let play: Double
    /// The widest number of windows that the run is divided into.
    let windows: Double
    /// The unit in sentences with its blank, empty for numbers.
    let unit: String
    /// What the sentences speak of.
    let subject: String

    /// Any series of which changes below `least` mean nothing.
    init(least: Double) {
        self.init(
            resolution: 0.004 * least, least: least, slowest: 0, perStorm: 0, dip: 0.5 * least, play: 0, windows: 96,
            unit: "", subject: "It")
    }

    /// Private memory, in MB: a page of 4 kB is its resolution.
    static let memory = Scale(
        resolution: 0.004, least: 1, slowest: 0.1, perStorm: 0.1, dip: 0.25, play: 0, windows: 96, unit: " MB",
        subject: "Memory")

    /// A number of things: rounding to whole ones has a standard deviation of 0.289.
    static let count = Scale(
        resolution: 0.289, least: 4, slowest: 1, perStorm: 0.1, dip: 1, play: 0.003, windows: 48, unit: "",
        subject: "The number")

    private init(
        resolution: Double, least: Double, slowest: Double, perStorm: Double, dip: Double, play: Double,
        windows: Double,
        unit: String, subject: String
    ) {
        (self.resolution, self.least, self.slowest, self.perStorm) = (resolution, least, slowest, perStorm)
        (self.dip, self.play, self.windows, self.unit, self.subject) = (dip, play, windows, unit, subject)
    }

    /// Whether the series is a number of things.
    var isCount: Bool { unit.isEmpty }

    /// What a buffer of a minute's readings comes to at most, in MB: growth by more than this a minute is none.
    static let largestBuffer = 5.0

    /// Growth that is never called a leak in a run of `duration` seconds.
    ///
    /// A buffer of the last minute's readings fills for a minute, in a straight line. Up to 75 s a run sees nothing but
    /// that line, so it takes 3 MB to convict; from two minutes on the plateau would show, and 1 MB does.
    func least(duration: Double) -> Double {
        isCount ? least : least * (1 + 2 * min(1, max(0, (120 - duration) / 45)))
    }

    /// The rate that growth must exceed in a run of `duration` seconds to be called a leak, per hour.
    func floor(duration: Double) -> Double {
        max(slowest, least * 3600 / max(duration, 1e-3))
    }
}
