import Text

extension BarChart {
    /// Most characters of a name that are drawn, from its end.
    static let nameLength = 56

    /// The figure as HTML; the bars' lengths are to the longest one's.
    func figure() -> String {
        let rowHeight = 22
        let height = bars.count * rowHeight + 8
        let most = bars.map(\.value).max() ?? 1
        var rows = ""
        for (index, bar) in bars.enumerated() {
            let top = index * rowHeight + 4
            let width = max(1, Int(440 * bar.value / most))
            rows +=
                "<text x=\"330\" y=\"\(top + 14)\" text-anchor=\"end\">\(Escaping.markup(shortened(bar.name)))</text>\n"
            rows += "<rect class=\"bar\" x=\"340\" y=\"\(top + 2)\" width=\"\(width)\" height=\"\(rowHeight - 6)\"/>\n"
            rows += "<text x=\"\(346 + width)\" y=\"\(top + 14)\">\(Escaping.markup(bar.figure))</text>\n"
        }
        let words = bars.map { "\($0.name) by \($0.figure)" }.joined(separator: "; ")
        return """
            <figure id="\(id)">
            <figcaption>\(Escaping.markup(title))</figcaption>
            <svg viewBox="0 0 900 \(height)" role="img" aria-labelledby="\(id)-title \(id)-description">
            <title id="\(id)-title">\(Escaping.markup(title))</title>
            <desc id="\(id)-description">\(Escaping.markup(words)).</desc>
            \(rows)</svg>
            </figure>

            """
    }

    private func shortened(_ name: String) -> String {
        name.count <= Self.nameLength ? name : "…" + name.suffix(Self.nameLength - 1)
    }
}
