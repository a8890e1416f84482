import Glibc

/// Numbers as an engineer writes them: a true minus sign, no more digits than mean something.
package enum Figures {
    /// `value` with three significant digits, without an exponent between 0.0001 and ten million.
    package static func significant(_ value: Double, digits: Int = 3) -> String {
        guard value.isFinite else { return value.isNaN ? "not a number" : (value < 0 ? "−∞" : "∞") }
        let magnitude = abs(value)
        // Below a billionth a figure is what rounding left of 0.
        guard magnitude > 1e-9 else { return "0" }
        if magnitude < 1e-4 {
            let exponent = Int(log10(magnitude).rounded(.down))
            return "\(fixed(value / pow(10, Double(exponent)), digits - 1)) × 10^\(minus(exponent))"
        }
        let decimals = max(0, digits - 1 - Int(log10(magnitude).rounded(.down)))
        return fixed(value, decimals)
    }

    /// `value` with this many decimals, its thousands set apart by narrow spaces.
    package static func fixed(_ value: Double, _ decimals: Int) -> String {
        guard value.isFinite, abs(value) < 1e15 else { return "\(value)" }
        let scale = pow(10, Double(decimals))
        let scaled = (abs(value) * scale).rounded()
        guard scaled < 9e18 else { return "\(value)" }
        let whole = UInt64(scaled)
        let divisor = UInt64(scale)
        var text = grouped(String(whole / divisor))
        if decimals > 0 {
            let fraction = String(whole % divisor)
            text += "." + String(repeating: "0", count: max(0, decimals - fraction.count)) + fraction
        }
        return value < 0 && whole > 0 ? "−" + text : text
    }

    /// A value in engineering units: four significant digits, and whole numbers whole.
    package static func level(_ value: Double) -> String {
        if value == value.rounded(), abs(value) < 1e9 { return whole(Int64(value)) }
        return significant(value, digits: 4)
    }

    /// A whole number, its thousands set apart by narrow spaces.
    package static func whole(_ value: Int64) -> String {
        (value < 0 ? "−" : "") + grouped(String(value.magnitude))
    }

    /// `1 storm`, `3 storms`, `3 stretches`; with `plural` where neither ending makes it.
    package static func counted(_ count: Int, _ noun: String, _ plural: String? = nil) -> String {
        let regular = noun + (noun.hasSuffix("ch") ? "es" : "s")
        return "\(whole(Int64(count))) \(count == 1 ? noun : plural ?? regular)"
    }

    /// A length of time: `250 ms`, `90 s`, `12 min`, `1 h 30 min`, `48 h`.
    package static func duration(_ seconds: Double) -> String {
        guard seconds.isFinite else { return "unknown time" }
        if seconds < 0 { return "−" + duration(-seconds) }
        if seconds == 0 { return "0 s" }
        if seconds < 1 { return "\(fixed(seconds * 1000, seconds < 0.1 ? 1 : 0)) ms" }
        if seconds < 120 {
            return seconds < 10 && seconds != seconds.rounded() ? "\(significant(seconds)) s" : "\(fixed(seconds, 0)) s"
        }
        let minutes = Int64((seconds / 60).rounded())
        if minutes < 60 { return "\(minutes) min" }
        return minutes % 60 == 0 ? "\(minutes / 60) h" : "\(minutes / 60) h \(minutes % 60) min"
    }

    /// A moment of the run, `h:mm:ss` from the start.
    package static func clock(_ seconds: Double) -> String {
        let total = Int64(max(0, seconds.isFinite ? seconds : 0))
        func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(total / 3600):\(two(total / 60 % 60)):\(two(total % 60))"
    }

    /// A rate or an interval's end with the sign that readers look for.
    package static func signed(_ value: Double) -> String {
        let text = significant(value)
        return value > 0 && text != "0" ? "+" + text : text
    }

    /// `−0.1 to +0.3`, or a dash where there is no interval.
    package static func interval(_ low: Double?, _ high: Double?) -> String {
        guard let low, let high else { return "–" }
        return "\(signed(low)) to \(signed(high))"
    }

    private static func minus(_ exponent: Int) -> String { exponent < 0 ? "−\(-exponent)" : "\(exponent)" }

    private static func grouped(_ digits: String) -> String {
        guard digits.count > 4 else { return digits }
        var text = ""
        for (position, digit) in digits.enumerated() {
            if position > 0, (digits.count - position).isMultiple(of: 3) { text += "\u{202F}" }
            text.append(digit)
        }
        return text
    }
}
