import Evidence
import EvidenceAnalysis
import LeakAnalysis
import Text

extension EvidenceComparison {
    /// The memory of both runs with the trends fitted to it, over the time since each began; nil where neither has any.
    var memoryPlot: Plot? {
        let duration = max(before.facts.durationSeconds, after.facts.durationSeconds, 1)
        var plot = Plot(
            id: "memory", title: "Memory of the client's process tree, before and after", description: "", unit: "MB",
            durationSeconds: duration)
        plot.height = ReportPlots.memoryHeight
        for (name, model, style, fit) in [("before", before, "s2", "fit"), ("after", after, "s1", "envelope")] {
            let series = model.facts[.memory]
            guard !series.isEmpty else { continue }
            plot.lines.append(ReportPlots.line(name, series, style))
            guard let fitted = model.memory.map(ReportPlots.fitted), fitted.count > 1 else { continue }
            plot.lines.append(Plot.Line(name: "fitted growth \(name)", series: fitted, style: fit))
        }
        guard !plot.lines.isEmpty else { return nil }
        plot.smallestSpan = ReportPlots.smallestSpan(of: plot.lines.map(\.series))
        plot.description = ReportPlots.describe(plot)
        return plot
    }
}
