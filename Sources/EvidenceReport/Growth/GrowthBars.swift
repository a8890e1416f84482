import EvidenceAnalysis
import Text

extension WhereItGrows {
    /// The title of the table of lines.
    static let tableTitle = "Where it grows"
    /// Most lines that are drawn.
    static let mostBars = 10

    /// The lines of code that grow most, a bar each; nil when no line is known to grow.
    var bars: BarChart? {
        let growing = lines.filter { $0.megabytesPerHour > 0 }.prefix(Self.mostBars)
        guard !growing.isEmpty else { return nil }
        return BarChart(
            id: "lines", title: "The lines of code that grow most",
            bars: growing.map { line in
                BarChart.Bar(
                    name: line.place, value: line.megabytesPerHour,
                    figure: "\(Figures.signed(line.megabytesPerHour)) MB/h")
            })
    }
}
