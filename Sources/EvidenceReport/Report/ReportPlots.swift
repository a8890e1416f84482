import Evidence
import EvidenceAnalysis
import LeakAnalysis
import Text

/// The plots of a report, chosen from what was recorded.
enum ReportPlots {
    /// The height of a plot of memory, in the drawing's own units.
    static let memoryHeight = 340.0

    /// Most stretches with a fault that a plot shades: the file stays small, and more could not be told apart.
    private static let mostFaultShades = 500

    /// All plots but that of memory which have something to show.
    static func others(_ model: ReportModel) -> [Plot] {
        var plots: [ChannelPlot] = []
        for channel in Channel.allCases where !plots.contains(channel.row.plot) { plots.append(channel.row.plot) }
        plots.removeAll { $0 == .memory }
        return (plots.map { plot($0, model) } + [polls(model)]).compactMap { $0 }
    }

    private static func plot(_ plot: ChannelPlot, _ model: ReportModel) -> Plot? {
        switch plot {
        case .memory: memory(model)
        case .descriptors:
            counts(
                "descriptors", "Open descriptors of the client", "descriptors", model,
                [("descriptors", model.facts[.descriptors], "s1")])
        case .sockets: sockets(model)
        case .processes:
            counts(
                "threads", "Threads and child processes of the client", "count", model,
                [("threads", model.facts[.threads], "s1"), ("child processes", model.facts[.children], "s3")])
        case .nativeBlocks: blocks(model, .nativeBlocks)
        case .pythonBlocks: blocks(model, .pythonBlocks)
        case .nodeHeap:
            megabytes(
                "node-heap", "JavaScript heap of the client, and what it holds outside", model,
                [
                    ("heap outside the young generation", model.facts[.nodeHeap], "s1"),
                    ("buffers and other memory held", model.facts.sum(.nodeExternalKibibytes), "s2"),
                ])
        case .javaHeap:
            megabytes(
                "java-heap", "Java heap of the client after its collections, eden left out", model,
                [
                    ("used after the last collection", model.facts[.javaHeap], "s1"),
                    ("taken for the heap", model.facts.sum(.javaCommittedKibibytes), "s2"),
                ])
        case .disk:
            model.files == nil
                ? nil
                : megabytes(
                    "disk", "Files on disks that the client writes, growth since the start", model,
                    [("written", model.facts[.disk], "s1")])
        }
    }

    /// A line of readings with its figures.
    static func line(_ name: String, _ series: TimeSeries, _ style: String) -> Plot.Line {
        Plot.Line(
            name: name, series: Decimation.extremes(of: series, buckets: Plot.buckets), style: style,
            summary: SeriesSummary(series))
    }

    private static func steps(_ name: String, _ series: TimeSeries, _ style: String) -> Plot.Line {
        var line = line(name, series, style)
        line.isStepped = true
        line.decimals = 0
        return line
    }

    private static func empty(_ id: String, _ title: String, _ unit: String, _ model: ReportModel) -> Plot {
        var plot = Plot(
            id: id, title: title, description: "", unit: unit, durationSeconds: max(model.facts.durationSeconds, 1))
        plot.marks = model.facts.effectiveStormTimes
        plot.shades = model.facts.gaps.map {
            Plot.Shade(name: "not sampled", fromSeconds: $0.fromSeconds, toSeconds: $0.toSeconds, style: "gap")
        }
        plot.shades += model.faults.flatMap(\.stretches).sorted { $0.lowerBound < $1.lowerBound }.prefix(
            mostFaultShades
        )
        .map {
            Plot.Shade(
                name: "a fault in force", fromSeconds: $0.lowerBound, toSeconds: $0.upperBound, style: "fault")
        }
        plot.shades += stormShades(model)
        return plot
    }

    /// What a plot shows, in words.
    static func describe(_ plot: Plot) -> String {
        let lines = plot.lines.compactMap { line in
            line.summary.map {
                "\(line.name) from \(Figures.significant($0.first)) to \(Figures.significant($0.last)) \(plot.unit), "
                    + "at most \(Figures.significant($0.highest))"
            }
        }
        let span = "over \(Figures.duration(plot.durationSeconds))"
        let marks = plot.marks.isEmpty ? "" : " \(Figures.counted(plot.marks.count, plot.marksName)) marked."
        return lines.joined(separator: "; ") + " \(span).\(marks)"
    }

    /// The memory that is judged, with the trend that was fitted to it; nil where none was read.
    static func memory(_ model: ReportModel) -> Plot? {
        let series = model.facts[.memory]
        guard !series.isEmpty else { return nil }
        var plot = empty("memory", "Memory of the client's process tree", "MB", model)
        plot.height = memoryHeight
        plot.lines = [line("readings", series, "s1")]
        plot.smallestSpan = smallestSpan(of: [series])
        // Where all is private, the parts are the whole.
        if model.memoryParts.count > 1 {
            for (part, style) in zip(model.memoryParts, ["s2", "s3", "s4", "s5", "s6"]) {
                plot.lines.append(line(part.kind.title, part.series, style))
            }
        }
        if let verdict = model.memory {
            let envelope = TimeSeries(times: verdict.envelope.map(\.t), values: verdict.envelope.map(\.y))
            if envelope.count > 1 {
                plot.lines.append(Plot.Line(name: "lower envelope", series: envelope, style: "envelope"))
            }
            let fitted = fitted(verdict)
            if fitted.count > 1 {
                plot.lines.append(Plot.Line(name: "fitted growth", series: fitted, style: "fit"))
                plot.band = band(around: fitted, verdict)
            }
            if verdict.cutSeconds > 0 {
                plot.shades.append(
                    Plot.Shade(
                        name: "start-up, not judged", fromSeconds: 0, toSeconds: verdict.cutSeconds, style: "cut"))
            }
        }
        plot.description = describe(plot)
        if let verdict = model.memory, let rate = verdict.ratePerHour {
            plot.description +=
                " Fitted growth \(Figures.signed(rate)) MB/h, 95 % interval "
                + "\(Figures.interval(verdict.intervalLow, verdict.intervalHigh))."
        }
        return plot
    }

    /// The trend that was fitted to memory.
    static func fitted(_ verdict: Verdict) -> TimeSeries {
        TimeSeries(times: verdict.fitted.map(\.t), values: verdict.fitted.map(\.y))
    }

    /// What an axis of memory covers at least: less is drawn as the noise that it is.
    static func smallestSpan(of memory: [TimeSeries]) -> Double {
        max(1, (memory.flatMap(\.values).max() ?? 0) * 0.04)
    }

    // The fitted curve with its slope replaced by the ends of the interval, turned about the middle of the judged part.
    private static func band(around fitted: TimeSeries, _ verdict: Verdict) -> Plot.Band? {
        // A leak by storms has a mean rate over the run, which is not the slope of the fitted curve.
        guard verdict.cause != .storms, let rate = verdict.ratePerHour, let low = verdict.intervalLow,
            let high = verdict.intervalHigh,
            let first = fitted.times.first, let last = fitted.times.last, low.isFinite, high.isFinite
        else { return nil }
        let middle = (first + last) / 2
        var lower = fitted
        var upper = fitted
        for (index, time) in fitted.times.enumerated() {
            let hours = (time - middle) / 3600
            let ends = [(low - rate) * hours, (high - rate) * hours]
            lower.values[index] += min(ends[0], ends[1])
            upper.values[index] += max(ends[0], ends[1])
        }
        return Plot.Band(name: "95 % interval of the slope", lower: lower, upper: upper)
    }

    private static func counts(
        _ id: String, _ title: String, _ unit: String, _ model: ReportModel, _ all: [(String, TimeSeries, String)]
    ) -> Plot? {
        var plot = empty(id, title, unit, model)
        plot.isCount = true
        plot.height = 200
        plot.lines = all.filter { !$0.1.isEmpty }.map { steps($0.0, $0.1, $0.2) }
        plot.description = describe(plot)
        return plot.lines.isEmpty ? nil : plot
    }

    private static func sockets(_ model: ReportModel) -> Plot? {
        guard !model.facts[.sockets].isEmpty else { return nil }
        var plot = empty("sockets", "TCP sockets of the client by state", "sockets", model)
        plot.isCount = true
        let states = SampledQuantity.socketStates.compactMap { state in
            model.facts.sums[state].map { (state.title, $0) }
        }
        let styles = ["s1", "s2", "s3", "s4", "s5", "s6"]
        let ranked = states.sorted { ($0.1.values.max() ?? 0) > ($1.1.values.max() ?? 0) }
        plot.lines = ranked.prefix(styles.count).enumerated().map { index, state in
            steps(state.0, state.1, styles[index])
        }
        if plot.lines.isEmpty { plot.lines = [steps("all states", model.facts[.sockets], "s1")] }
        plot.description = describe(plot)
        return plot
    }

    private static func polls(_ model: ReportModel) -> Plot? {
        let rate = model.facts.server.requestsPerSecond
        guard !rate.isEmpty else { return nil }
        var plot = empty("polls", "Polls per second, gaps, and open connections", "1/s, connections", model)
        plot.isFromZero = true
        plot.shades += silenceShades(model)
        plot.lines = [line("polls per second", rate, "s1")]
        let open = model.facts.server.openConnections
        if !open.isEmpty { plot.lines.append(steps("open connections", open, "s2")) }
        plot.description = describe(plot)
        return plot
    }

    /// Amounts of memory or of files, MB; nothing where the first of them was not read.
    private static func megabytes(
        _ id: String, _ title: String, _ model: ReportModel, _ all: [(String, TimeSeries, String)]
    ) -> Plot? {
        guard let first = all.first, !first.1.isEmpty else { return nil }
        var plot = empty(id, title, "MB", model)
        plot.lines = all.map { line($0.0, $0.1, $0.2) }
        plot.smallestSpan = 1
        plot.description = describe(plot)
        return plot
    }

    private static func blocks(_ model: ReportModel, _ channel: Channel) -> Plot? {
        let series = model.facts[channel]
        guard !series.isEmpty else { return nil }
        var plot = empty(
            channel.rawValue.replacingUnderscores, "Live \(channel.title) of the client", "blocks", model)
        plot.lines = [line(channel.title, series, "s1")]
        plot.lines[0].decimals = 0
        plot.smallestSpan = max(10, (series.values.max() ?? 0) * 0.02)
        plot.description = describe(plot)
        return plot
    }
}

extension String {
    /// The text with hyphens for underscores, as a name inside a document wants it.
    fileprivate var replacingUnderscores: String { String(map { $0 == "_" ? "-" : $0 }) }
}
