/// Lengths side by side, each with a name and a figure.
struct BarChart {
    /// A length.
    struct Bar {
        /// What it stands for; shown from its end where it is long.
        var name: String
        /// Its length, in any unit; above 0.
        var value: Double
        /// The figure with its unit.
        var figure: String
    }

    /// A name that is unique in the document, letters and hyphens.
    var id: String
    /// What is shown.
    var title: String
    /// The bars, longest first; not empty.
    var bars: [Bar]
}
