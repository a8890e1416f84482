/// The lower envelope: the lowest value of each window, at the moment at which it was read.
///
/// It takes a collector's sawtooth and spikes that recover out of the series, and leaves what is kept.
struct Envelope {
    /// The moments of the window minima, in seconds since the first reading.
    var times: [Double] = []
    /// The window minima.
    var values: [Double] = []
    /// The width of a window, in seconds.
    var windowSeconds: Double

    /// The minima of `clean` from `cut` on (seconds) in windows of `windowSeconds`; the last window may be longer.
    init(_ clean: CleanSeries, cut: Double, windowSeconds: Double) {
        self.windowSeconds = windowSeconds
        let windows = max(1, Int((clean.duration - cut) / windowSeconds + 1e-9))
        var last = -1
        for (time, value) in zip(clean.times, clean.values) where time >= cut {
            let window = min(windows - 1, Int((time - cut) / windowSeconds))
            if window != last {
                times.append(time)
                values.append(value)
                last = window
            } else if value < values[values.count - 1] {
                times[times.count - 1] = time
                values[values.count - 1] = value
            }
        }
    }

    /// The keeping envelope: for each window the lowest value from there to the end, which never gives back.
    var kept: [Double] {
        var kept = values
        for i in stride(from: kept.count - 2, through: 0, by: -1) { kept[i] = min(kept[i], kept[i + 1]) }
        return kept
    }

    /// The size of the noise in the minima from one window to the next.
    var noise: Double { noise(lag: 1) }

    /// The size of the noise that shows over a twelfth of the envelope: slow wandering that a window does not show.
    var slowNoise: Double { max(noise, noise(lag: max(1, values.count / 12))) }

    /// 1.4826 times the median size of the change over `lag` windows, less its median, over √2.
    ///
    /// The median change is taken off so that steady growth does not count as noise; a few jumps do not move it.
    private func noise(lag: Int) -> Double {
        guard values.count > lag else { return 0 }
        let changes = zip(values, values.dropFirst(lag)).map { $1 - $0 }
        let middle = median(changes)
        return 1.4826 * median(changes.map { abs($0 - middle) }) / 2.0.squareRoot()
    }

    /// How far the minima stand above the keeping envelope, on average: what the process gives back after all.
    var givenBack: Double {
        mean(zip(values, kept).map { $0 - $1 })
    }
}
