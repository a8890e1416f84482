/// The figures of a series that a table shows.
package struct SeriesSummary {
    /// The first, lowest, highest and last value.
    package var first, lowest, highest, last: Double
    /// How many values there are.
    package var count: Int

    /// The figures of `series`; nil when it is empty.
    package init?(_ series: TimeSeries) {
        guard let first = series.values.first, let last = series.values.last, let lowest = series.values.min(),
            let highest = series.values.max()
        else { return nil }
        (self.first, self.lowest, self.highest, self.last, count) = (first, lowest, highest, last, series.count)
    }
}
