/// Figures in sentences.
enum Wording {
    /// `value` with three significant digits and no needless zeros: 0.0342, 1.25, 12.5, 480.
    static func figure(_ value: Double) -> String {
        guard value.isFinite else { return value.isNaN ? "an unknown number of" : (value < 0 ? "-∞" : "∞") }
        let size = abs(value)
        if size == 0 { return "0" }
        var digits = 2
        var scale = size
        while scale < 1, digits < 6 {
            scale *= 10
            digits += 1
        }
        while scale >= 10, digits > 0 {
            scale /= 10
            digits -= 1
        }
        return fixed(value, digits: digits)
    }

    /// `value` with at most `digits` decimals, trailing zeros left out.
    static func fixed(_ value: Double, digits: Int) -> String {
        var factor = 1.0
        for _ in 0..<digits { factor *= 10 }
        let scaled = (abs(value) * factor).rounded()
        guard scaled < 9e15 else { return "\(value)" }
        let whole = Int64(scaled) / Int64(factor)
        let rest = Int64(scaled) % Int64(factor)
        var text = String(rest)
        text = String(repeating: "0", count: max(0, digits - text.count)) + text
        while text.hasSuffix("0") { text.removeLast() }
        let sign = value < 0 && scaled > 0 ? "-" : ""
        return sign + "\(whole)" + (digits == 0 || text.isEmpty ? "" : ".\(text)")
    }

    /// A stretch of time in the unit that suits it: `45 s`, `12 min`, `3.5 h`.
    static func time(_ seconds: Double) -> String {
        if seconds < 119.5 { return "\(fixed(seconds, digits: seconds < 10 ? 1 : 0)) s" }
        if seconds < 5400 { return "\(fixed(seconds / 60, digits: seconds < 1200 ? 1 : 0)) min" }
        return "\(figure(seconds / 3600)) h"
    }

    /// `count` and `noun`, in the plural unless it is one: the noun with an s, or `plural`.
    static func count(_ count: Int, _ noun: String, _ plural: String? = nil) -> String {
        "\(count) \(count == 1 ? noun : plural ?? noun + "s")"
    }

    /// That the clock of the readings was set back `steps` times.
    static func clockSteps(_ steps: Int) -> String {
        "a clock that was set back \(steps == 1 ? "once" : "\(steps) times") carried on"
    }
}
