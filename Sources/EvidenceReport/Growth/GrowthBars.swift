import EvidenceAnalysis
import Text

/// The lines of code that grow most, as a drawing with a bar each.
enum GrowthBars {
    /// Most lines that are drawn.
    static let mostLines = 10
    /// Most characters of a file's name that are drawn, from its end.
    static let nameLength = 56

    /// The figure as HTML; empty when no line is known to grow.
    static func figure(_ growth: WhereItGrows?) -> String {
        let lines = Array((growth?.lines ?? []).filter { $0.megabytesPerHour > 0 }.prefix(mostLines))
        guard let most = lines.map(\.megabytesPerHour).max(), most > 0 else { return "" }
        let rowHeight = 22
        let height = lines.count * rowHeight + 8
        var rows = ""
        for (index, line) in lines.enumerated() {
            let top = index * rowHeight + 4
            let width = max(1, Int(440 * line.megabytesPerHour / most))
            let name = shortened("\(line.file):\(line.line)")
            rows += "<text x=\"330\" y=\"\(top + 14)\" text-anchor=\"end\">\(Escaping.markup(name))</text>\n"
            rows += "<rect class=\"bar\" x=\"340\" y=\"\(top + 2)\" width=\"\(width)\" height=\"\(rowHeight - 6)\"/>\n"
            rows +=
                "<text x=\"\(346 + width)\" y=\"\(top + 14)\">\(Figures.signed(line.megabytesPerHour)) MB/h</text>\n"
        }
        let title = "The lines of code that grow most"
        let words = lines.map { "\($0.file):\($0.line) by \(Figures.significant($0.megabytesPerHour)) MB/h" }
        return """
            <figure id="lines">
            <figcaption>\(title)</figcaption>
            <svg viewBox="0 0 900 \(height)" role="img" aria-labelledby="lines-title lines-description">
            <title id="lines-title">\(title)</title>
            <desc id="lines-description">Lines: \(Escaping.markup(words.joined(separator: "; "))).</desc>
            \(rows)</svg>
            </figure>

            """
    }

    private static func shortened(_ name: String) -> String {
        name.count <= nameLength ? name : "…" + name.suffix(nameLength - 1)
    }
}
