/// The step per storm, fitted together with a slope and every saturating law.
///
/// Storms that are spread over the whole run count the hours, and so any growth. Only a step that stays above zero
/// beside every law that the residuals allow is the storms'.
struct StormStep {
    /// The lower end of the 95 % interval of the step per storm, over all laws that are kept.
    private(set) var low = -Double.infinity
    /// The upper end.
    private(set) var high = Double.infinity

    /// Fits the windows of `envelope` with `storms` (seconds) in a run judged from `cut` to `duration`.
    ///
    /// A client that waits before it reconnects leaves something behind only then: of no lag, half a median gap and a
    /// whole one, the lag that fits best.
    init(_ envelope: Envelope, storms: [Double], cut: Double, duration: Double, resolution: Double) {
        let gap = min(median(zip(storms, storms.dropFirst()).map { $1 - $0 }), envelope.windowSeconds)
        let tried = [0, 0.5 * gap, gap].map { lag in
            Self.fits(
                envelope, counts: envelope.times.map { time in Double(storms.partitioningIndex { $0 >= time - lag }) },
                cut: cut, duration: duration)
        }
        func best(_ fits: [LinearFit]) -> Double { fits.map(\.residualSum).min() ?? .infinity }
        guard let fits = tried.min(by: { best($0) < best($1) }),
            let closest = fits.min(by: { $0.residualSum < $1.residualSum })
        else { return }
        let count = Double(envelope.values.count)
        let inflation = ShapeContest.inflation(closest)
        let effective = max(4, count / inflation)
        let least = resolution * resolution * count
        let limit = ShapeContest.allowance(effective: effective) * max(closest.residualSum, least)
        let point = studentPoint(max(3, effective - 2))
        low = .infinity
        high = -.infinity
        for fit in fits where fit.residualSum <= limit {
            let degrees = max(1, count - Double(fit.coefficients.count + 1))
            let half = point * (inflation * max(fit.residualSum, least) / degrees * fit.inverse[1]).squareRoot()
            low = min(low, fit.coefficients[1] - half)
            high = max(high, fit.coefficients[1] + half)
        }
    }

    /// The fits of a slope, a step per storm and each law.
    private static func fits(_ envelope: Envelope, counts: [Double], cut: Double, duration: Double) -> [LinearFit] {
        guard variance(counts) > 0 else { return [] }
        let hours = envelope.times.map { $0 / 3600 }
        return GrowthLaw.besideStorms(duration: duration).compactMap { law in
            var columns = [hours, counts]
            if law != .none { columns.append(envelope.times.map { law.value(at: $0) }) }
            guard envelope.values.count > columns.count + 1, let fit = LinearFit(envelope.values, on: columns),
                law == .none || fit.coefficients[2] >= 0
            else { return nil }
            return fit
        }
    }
}
