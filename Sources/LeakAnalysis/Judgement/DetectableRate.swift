extension LeakAnalysis {
    /// The smallest leak that a run of `hours` finds with 95 % confidence in four runs of five, in MB/h.
    ///
    /// For planning a run: r ≈ 2.8·σ·√(24·τ)/T^1.5, plus the floor below which growth is not called a leak.
    ///
    /// - Parameters:
    ///   - noise: the standard deviation of the slow noise, in MB.
    ///   - memorySeconds: the correlation time of that noise, in seconds.
    ///   - hours: the length of the run; infinity is returned for a length that is not positive.
    package static func detectableRate(noise: Double, memorySeconds: Double, hours: Double) -> Double {
        guard hours > 0 else { return .infinity }
        let slope = 2.8 * noise * (24 * memorySeconds / 3600).squareRoot() / LeakMath.power(hours, 1.5)
        return slope + floor(hours: hours)
    }

    /// The rate below which memory growth is never called a leak, in MB/h: 0.1, and at least 1 MB over the run.
    package static func floor(hours: Double) -> Double {
        max(0.1, 1 / hours)
    }

    /// The hours that a run must last before a leak of `rate` MB/h can be found; infinity for a rate below 0.1 MB/h.
    ///
    /// The inverse of `detectableRate(noise:memorySeconds:hours:)`, by halving.
    package static func hoursToDetect(rate: Double, noise: Double, memorySeconds: Double) -> Double {
        guard rate > 0.1 else { return .infinity }
        var low = 1e-3
        var high = 1e6
        guard detectableRate(noise: noise, memorySeconds: memorySeconds, hours: high) <= rate else { return .infinity }
        for _ in 0..<80 {
            let middle = (low * high).squareRoot()
            if detectableRate(noise: noise, memorySeconds: memorySeconds, hours: middle) <= rate {
                high = middle
            } else {
                low = middle
            }
        }
        return high
    }
}
