import LeakAnalysis

/// What longer and shorter runs would detect, from what one run could.
///
/// `LeakAnalysis.detectableRate(noise:memorySeconds:hours:)` knows the noise only as σ·√τ, so a measured rate at a measured
/// length gives it: noise of a fixed memory stands for both.
package struct DetectionOutlook: Hashable, Sendable {
    /// A rate that a run of some length detects.
    package struct Row: Hashable, Sendable {
        /// The length of the run, h.
        package var hours: Double
        /// The smallest leak that it finds in four runs of five, MB/h.
        package var ratePerHour: Double
        /// Whether that was measured; else it is extrapolated.
        package var isMeasured: Bool
    }

    /// The lengths of run that are asked about, h.
    package static let lengths = [1.0, 4, 8, 24, 48, 72]
    /// With this memory, s, the formula's √(24·τ) is √(1 h): only the noise is left.
    private static let memorySeconds = 150.0

    /// The length of the run that was made, h.
    package var hours: Double
    /// What it could detect, MB/h.
    package var detectablePerHour: Double

    /// The outlook of a run of `hours` that could detect `detectablePerHour`.
    package init(hours: Double, detectablePerHour: Double) {
        self.hours = hours
        self.detectablePerHour = detectablePerHour
    }

    private var noise: Double {
        max(0, detectablePerHour - LeakAnalysis.floor(hours: hours)) * hours * hours.squareRoot() / 2.8
    }

    /// What a run of `hours` detects, MB/h.
    package func rate(hours: Double) -> Double {
        LeakAnalysis.detectableRate(noise: noise, memorySeconds: Self.memorySeconds, hours: hours)
    }

    /// The hours that a run must last to find a leak of `rate` MB/h; infinity for a rate that is never named.
    package func hours(toFind rate: Double) -> Double {
        LeakAnalysis.hoursToDetect(rate: rate, noise: noise, memorySeconds: Self.memorySeconds)
    }

    /// The run's own length and the usual ones, in order of length.
    package var rows: [Row] {
        let others = Self.lengths.filter { abs($0 - hours) > 0.02 * $0 }
            .map { Row(hours: $0, ratePerHour: rate(hours: $0), isMeasured: false) }
        let own = Row(hours: hours, ratePerHour: detectablePerHour, isMeasured: true)
        return (others + [own]).sorted { $0.hours < $1.hours }
    }
}
