import Text

extension Plot {
    private static let width = 900.0
    private static let left = 66.0
    private static let right = 14.0
    private static let top = 26.0
    private static let bottom = 42.0

    /// The figure: legend, drawing and table of figures, as HTML.
    func figure() -> String {
        var html = "<figure id=\"\(id)\">\n<figcaption>\(Escaping.markup(title))</figcaption>\n"
        html += legend() + drawing() + table()
        return html + "</figure>\n"
    }

    private var xAxis: (scale: AxisScale, unit: String, factor: Double) { AxisScale.time(durationSeconds) }

    private var yAxis: AxisScale {
        var low = Double.infinity
        var high = -Double.infinity
        for line in lines {
            for value in line.series.values where value.isFinite {
                low = min(low, value)
                high = max(high, value)
            }
        }
        if low > high { (low, high) = (0, 1) }
        if isCount || isFromZero { low = min(0, low) }
        let missing = smallestSpan - (high - low)
        if missing > 0 {
            high += missing / 2
            low = low >= 0 ? max(0, low - missing / 2) : low - missing / 2
        }
        // A line along the frame would be hard to see.
        high += (high - low) * 0.03
        return AxisScale(covering: low, high, wanted: height > 300 ? 6 : 4, isWhole: isCount)
    }

    /// The drawing alone: an SVG with a title and a description for those who cannot see it.
    func drawing() -> String {
        let (time, timeUnit, factor) = xAxis
        let y = yAxis
        let plotWidth = Self.width - Self.left - Self.right
        let plotHeight = height - Self.top - Self.bottom
        let place = Placement(
            x: { Self.left + $0 / factor / time.maximum * plotWidth },
            y: { Self.top + (y.maximum - $0) / (y.maximum - y.minimum) * plotHeight })
        var svg = """
            <svg viewBox="0 0 \(text(Self.width)) \(text(height))" role="img" \
            aria-labelledby="\(id)-title \(id)-description">
            <title id="\(id)-title">\(Escaping.markup(title))</title>
            <desc id="\(id)-description">\(Escaping.markup(description))</desc>
            <defs><clipPath id="\(id)-clip"><rect x="\(text(Self.left))" y="\(text(Self.top))" \
            width="\(text(plotWidth))" height="\(text(plotHeight))"/></clipPath>\(hatching)</defs>

            """
        svg += "<g clip-path=\"url(#\(id)-clip)\">\n"
        for shade in shades {
            let from = place.x(max(0, shade.fromSeconds))
            let width = max(shade.style == "storm" ? 3 : 0.8, place.x(min(shade.toSeconds, durationSeconds)) - from)
            let frame =
                "x=\"\(text(from))\" y=\"\(text(Self.top))\" width=\"\(text(width))\" height=\"\(text(plotHeight))\""
            svg += shaded(shade.style, frame) + "\n"
        }
        svg += "</g>\n<g class=\"grid\">\n"
        for tick in y.ticks {
            let at = text(place.y(tick))
            svg +=
                "<line x1=\"\(text(Self.left))\" y1=\"\(at)\" x2=\"\(text(Self.width - Self.right))\" y2=\"\(at)\"/>\n"
            svg += "<text x=\"\(text(Self.left - 8))\" y=\"\(at)\" dy=\"0.32em\" text-anchor=\"end\">"
            svg += "\(Figures.fixed(tick, y.decimals))</text>\n"
        }
        let base = Self.top + plotHeight
        for tick in time.ticks {
            let at = text(place.x(tick * factor))
            svg += "<line x1=\"\(at)\" y1=\"\(text(base))\" x2=\"\(at)\" y2=\"\(text(base + 5))\"/>\n"
            svg += "<text x=\"\(at)\" y=\"\(text(base + 18))\" text-anchor=\"middle\">"
            svg += "\(Figures.fixed(tick, time.decimals))</text>\n"
        }
        let isBroken = y.minimum > 0
        svg += "<text class=\"unit\" x=\"2\" y=\"12\">\(Escaping.markup(unit))"
        svg += isBroken ? " (the axis begins at \(Figures.fixed(y.minimum, y.decimals)))</text>\n" : "</text>\n"
        svg +=
            "<text class=\"unit\" x=\"\(text(Self.left + plotWidth / 2))\" y=\"\(text(height - 6))\" "
            + "text-anchor=\"middle\">time since start, \(timeUnit)</text>\n</g>\n"
        svg += "<g clip-path=\"url(#\(id)-clip)\">\n"
        if let band { svg += "<path class=\"band\" d=\"\(area(band, place))\"/>\n" }
        if marks.count <= Self.mostMarks {
            for mark in marks {
                let at = text(place.x(mark))
                svg +=
                    "<line class=\"mark\" x1=\"\(at)\" y1=\"\(text(Self.top))\" x2=\"\(at)\" y2=\"\(text(base))\"/>\n"
            }
        }
        for line in lines {
            svg += "<path class=\"line \(line.style)\" d=\"\(path(line, place))\"/>\n"
        }
        svg += "</g>\n<line class=\"axis\" x1=\"\(text(Self.left))\" y1=\"\(text(base))\" "
        svg += "x2=\"\(text(Self.width - Self.right))\" y2=\"\(text(base))\"/>\n"
        if isBroken { svg += axisBreak(at: base) }
        return svg + "</svg>\n"
    }

    // Two strokes across the foot of the axis: what lies below is left out.
    private func axisBreak(at base: Double) -> String {
        [6.0, 11.0].map { above in
            "<line class=\"axis\" x1=\"\(text(Self.left - 5))\" y1=\"\(text(base - above + 3))\" "
                + "x2=\"\(text(Self.left + 5))\" y2=\"\(text(base - above - 3))\"/>\n"
        }.joined()
    }

    private struct Placement {
        let x: (Double) -> Double
        let y: (Double) -> Double
    }

    // A line is broken where readings are missing: a straight stroke over a gap would claim to know what was there.
    private func path(_ line: Line, _ place: Placement) -> String {
        let times = line.series.times
        guard let first = times.first, let last = times.last else { return "" }
        let usual = (last - first) / Double(max(1, times.count - 1))
        var path = ""
        var before: Double?
        for (time, value) in zip(times, line.series.values) where value.isFinite {
            let (x, y) = (text(place.x(time)), text(place.y(value)))
            if let before, time - before <= 6 * max(usual, durationSeconds / Double(4 * Self.buckets)) {
                path += line.isStepped ? "H\(x)V\(y)" : "L\(x) \(y)"
            } else {
                // A lone point is drawn as a dot by the round cap of a stroke without length.
                path += "M\(x) \(y)h0"
            }
            before = time
        }
        return path
    }

    private func area(_ band: Band, _ place: Placement) -> String {
        var path = ""
        for (time, value) in zip(band.upper.times, band.upper.values) {
            path += (path.isEmpty ? "M" : "L") + "\(text(place.x(time))) \(text(place.y(value)))"
        }
        for (time, value) in zip(band.lower.times, band.lower.values).reversed() {
            path += "L\(text(place.x(time))) \(text(place.y(value)))"
        }
        return path + "Z"
    }

    // One decimal of a drawing unit is a fifth of a printed dot.
    private func text(_ coordinate: Double) -> String {
        let bounded = min(max(coordinate, -1e5), 1e5)
        let tenths = Int((bounded * 10).rounded())
        let sign = tenths < 0 ? "-" : ""
        let fraction = tenths.magnitude % 10
        return "\(sign)\(tenths.magnitude / 10)" + (fraction == 0 ? "" : ".\(fraction)")
    }

    private func legend() -> String {
        var items: [(swatch: String, name: String)] = lines.map { line in
            ("<path class=\"line \(line.style)\" d=\"M1 6h24\"/>", line.name)
        }
        if let band { items.append(("<rect class=\"band\" x=\"1\" y=\"1\" width=\"24\" height=\"10\"/>", band.name)) }
        if !marks.isEmpty {
            let name = marks.count > Self.mostMarks ? "\(marks.count) \(marksName)s, not drawn" : marksName
            items.append(("<line class=\"mark\" x1=\"13\" y1=\"0\" x2=\"13\" y2=\"12\"/>", name))
        }
        var named: Set<String> = []
        for shade in shades where named.insert(shade.name).inserted {
            items.append(
                (shaded(shade.style, "x=\"1\" y=\"1\" width=\"24\" height=\"10\""), shade.name))
        }
        var html = "<ul class=\"legend\">\n"
        for item in items {
            html += "<li><svg viewBox=\"0 0 26 12\" aria-hidden=\"true\">\(item.swatch)</svg>"
            html += "\(Escaping.markup(item.name))</li>\n"
        }
        return html + "</ul>\n"
    }

    private func table() -> String {
        let rows = lines.compactMap { line in line.summary.map { (line, $0) } }
        guard !rows.isEmpty else { return "" }
        let table = ReportTable(
            title: "",
            columns: [
                .text("figures, \(unit)"), .number("first"), .number("lowest"), .number("highest"), .number("last"),
                .number("readings"),
            ],
            rows: rows.map { line, summary in
                let figures = [summary.first, summary.lowest, summary.highest, summary.last]
                return [line.name] + figures.map { Figures.fixed($0, line.decimals) }
                    + [Figures.whole(Int64(summary.count))]
            })
        return table.html(isSmall: true)
    }
}
