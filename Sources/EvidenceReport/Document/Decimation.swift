import Evidence

/// A long series as few points that look the same: each stretch keeps its lowest and its highest value.
///
/// Unlike averaging or taking every n-th point it loses no spike.
package enum Decimation {
    /// At most `2 * buckets` points of `series`, in order of time; a short series comes back whole.
    package static func extremes(of series: TimeSeries, buckets: Int) -> TimeSeries {
        guard buckets > 0, series.count > 2 * buckets, let start = series.times.first, let end = series.times.last,
            end > start
        else { return series }
        let width = (end - start) / Double(buckets)
        var thinned = TimeSeries.empty
        var index = 0
        for bucket in 0..<buckets {
            let limit = bucket == buckets - 1 ? Double.infinity : start + Double(bucket + 1) * width
            var lowest: Int?
            var highest: Int?
            while index < series.count, series.times[index] < limit {
                if series.values[index].isFinite {
                    if lowest.map({ series.values[index] < series.values[$0] }) ?? true { lowest = index }
                    if highest.map({ series.values[index] > series.values[$0] }) ?? true { highest = index }
                }
                index += 1
            }
            guard let lowest, let highest else { continue }
            for kept in lowest == highest ? [lowest] : [min(lowest, highest), max(lowest, highest)] {
                thinned.append(series.times[kept], series.values[kept])
            }
        }
        return thinned
    }
}
