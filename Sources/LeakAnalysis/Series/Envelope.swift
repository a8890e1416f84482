/// The lower envelope: the lower eighth of each window.
///
/// It takes a collector's sawtooth and spikes that recover out of the series, and leaves what is kept. The eighth and not
/// the minimum, so that one low reading is not a level.
struct Envelope {
    /// The mean moment of each window's readings, in seconds since the first reading.
    var times: [Double] = []
    /// The level of each window.
    var values: [Double] = []
    /// The width of a window, in seconds.
    var windowSeconds: Double

    /// Levels that were found otherwise.
    init(times: [Double], values: [Double], windowSeconds: Double) {
        (self.times, self.values, self.windowSeconds) = (times, values, windowSeconds)
    }

    /// The lower eighths of `clean` from `cut` on (seconds) in windows of `windowSeconds`; the last one may be longer.
    ///
    /// - Parameters:
    ///   - settle: the seconds after each storm whose readings are left out where half of a window remains; 0 for none.
    ///   - share: the share of a window's readings that lie below its level.
    init(
        _ clean: CleanSeries, cut: Double, windowSeconds: Double, settle: Double = 0,
        share: (Double) -> Double = { _ in 0.125 }
    ) {
        self.windowSeconds = windowSeconds
        let windows = max(1, Int((clean.duration - cut) / windowSeconds + 1e-9))
        var held: [(time: Double, value: Double)] = []
        var window = -1
        var storm = 0
        var lastStorm = -Double.infinity
        func close(_ result: inout Envelope) {
            guard !held.isEmpty else { return }
            let start = cut + Double(window) * windowSeconds
            result.times.append(held.reduce(0) { $0 + $1.time } / Double(held.count))
            result.values.append(quantile(held.map(\.value), share(start)))
        }
        var unsettled: [(time: Double, value: Double)] = []
        var closed = self
        func finish() {
            // A window that a storm fills is judged by what there is.
            if held.count < unsettled.count { held += unsettled }
            close(&closed)
            held.removeAll(keepingCapacity: true)
            unsettled.removeAll(keepingCapacity: true)
        }
        for (time, value) in zip(clean.times, clean.values) where time >= cut {
            while storm < clean.storms.count, clean.storms[storm] <= time {
                lastStorm = clean.storms[storm]
                storm += 1
            }
            let own = min(windows - 1, Int((time - cut) / windowSeconds))
            if own != window {
                finish()
                window = own
            }
            if time - lastStorm < settle { unsettled.append((time, value)) } else { held.append((time, value)) }
        }
        finish()
        self = closed
    }

    /// The envelope with its `values` replaced.
    func with(_ values: [Double]) -> Envelope {
        var result = self
        result.values = values
        return result
    }

    /// The keeping envelope: for each window the lowest value from there to the end, which never gives back.
    ///
    /// The last sixteenth of the windows, three at least, stands at its median: the last window alone is the lowest to
    /// the end of itself only.
    var kept: [Double] {
        var kept = values
        let tail = Self.tail(kept.count)
        let end = median(Array(kept.suffix(tail)))
        for i in (kept.count - tail)..<kept.count { kept[i] = end }
        for i in stride(from: kept.count - 2, through: 0, by: -1) { kept[i] = min(kept[i], kept[i + 1]) }
        return kept
    }

    /// The windows at the end of `count` that stand at their median.
    static func tail(_ count: Int) -> Int { min(count, max(3, count / 16)) }

    /// The size of the noise from one window to the next.
    var noise: Double { noise(lag: 1) }

    /// The size of the noise that shows over a twelfth of the envelope: slow wandering that a window does not show.
    var slowNoise: Double { max(noise, noise(lag: max(1, values.count / 12))) }

    /// 1.4826 times the median size of the change over `lag` windows, less its median, over √2.
    ///
    /// The median change is taken off so that steady growth does not count as noise; a few jumps do not move it.
    private func noise(lag: Int) -> Double {
        guard values.count > lag else { return 0 }
        let changes = zip(values, values.dropFirst(lag)).map { $1 - $0 }
        return spread(changes) / 2.0.squareRoot()
    }

    /// How far the levels stand above the keeping envelope, on average: what the process gives back after all.
    var givenBack: Double {
        mean(zip(values, kept).map { max(0, $0 - $1) })
    }
}
