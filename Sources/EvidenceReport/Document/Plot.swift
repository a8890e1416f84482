import Evidence

/// One plot over the time of the run, as a plain value.
struct Plot {
    /// A line of values.
    struct Line {
        /// Its name in the legend.
        var name: String
        /// Its values, already thinned.
        var series: TimeSeries
        /// The style class: `s1` to `s6` for readings, `envelope`, `fit`.
        var style: String
        /// Whether a value holds until the next one, as a count does.
        var isStepped = false
        /// The lowest, highest, first and last value before thinning; nil leaves the line out of the table.
        var summary: SeriesSummary?
        /// Decimals of its figures in the table.
        var decimals = 2
    }

    /// An area between two lines.
    struct Band {
        var name: String
        var lower: TimeSeries
        var upper: TimeSeries
    }

    /// A stretch of time with a shade.
    struct Shade {
        var name: String
        var fromSeconds: Double
        var toSeconds: Double
        var style: String
    }

    /// A name that is unique in the document, letters and hyphens.
    var id: String
    /// What is shown.
    var title: String
    /// The same in words for those who cannot see it, with the figures that matter.
    var description: String
    /// The unit of the values.
    var unit: String
    /// The length of the time axis, s.
    var durationSeconds: Double
    /// The lines, drawn in this order.
    var lines: [Line] = []
    /// The interval of the fitted trend.
    var band: Band?
    /// Moments that get an upright line, s.
    var marks: [Double] = []
    /// The legend's word for them.
    var marksName = "storm"
    /// Stretches with a shade.
    var shades: [Shade] = []
    /// Whether the values are counts: the axis begins at 0 and has whole ticks.
    var isCount = false
    /// Whether the axis begins at 0.
    var isFromZero = false
    /// The axis covers at least this much, so that noise is not drawn as if it were growth.
    var smallestSpan = 0.0
    /// The height of the drawing, in its own units; the width is 900.
    var height = 260.0

    /// More marks than this would cover the drawing, so they are left out and the legend says so.
    static let mostMarks = 300
    /// The stretches that a line is thinned to.
    static let buckets = 420
}
