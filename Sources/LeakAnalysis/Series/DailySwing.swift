/// A swing of 24 h in a run of a day and a half or longer: plants, offices and backups keep the clock.
enum DailySwing {
    /// The length from which a run is looked at, in seconds.
    static let leastSeconds = 36 * 3600.0

    /// `values` at `times` (seconds) less their daily swing, where there is one that explains most of their scatter and
    /// does so better than steps; else as they are.
    static func removed(from values: [Double], at times: [Double], duration: Double) -> [Double] {
        guard duration >= leastSeconds, values.count >= 24 else { return values }
        let hours = times.map { $0 / 3600 }
        func wave(_ phase: Double) -> [Double] { times.map { LeakMath.cosine(2 * .pi * $0 / 86400 - phase) } }
        let swing = [wave(0), wave(.pi / 2)]
        guard let line = LinearFit(values, on: [hours]), let swung = LinearFit(values, on: [hours] + swing),
            swung.residualSum < 0.4 * line.residualSum
        else { return values }
        if let steps = StepFit.bisected(values, most: 4).last, swung.residualSum >= 0.7 * steps.fit.residualSum {
            return values
        }
        return values.indices.map {
            values[$0] - swung.coefficients[1] * swing[0][$0] - swung.coefficients[2] * swing[1][$0]
        }
    }
}
