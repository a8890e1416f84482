import Glibc

/// Numbers as programs read them: a point, no grouping, an ASCII sign. `Figures` is for people.
package enum PlainNumber {
    /// With this many digits after the point.
    package static func fixed(_ number: Double, _ digits: Int) -> String {
        format("%.*f", Int32(digits), number)
    }

    /// With at most nine significant digits and no useless zero: what a trace needs.
    package static func short(_ number: Double) -> String {
        format("%.*g", 9, number)
    }

    /// A number of a trace: whole ones whole, others with as many digits as `short` shows and without an exponent where
    /// that is as short.
    ///
    /// A DINT has up to ten digits and a time up to twelve, which nine significant ones would round.
    package static func plain(_ number: Double) -> String {
        if let whole = Int64(exactly: number), abs(number) < 1e15 { return number == 0 ? "0" : "\(whole)" }
        // A time in whole milliseconds keeps them all.
        let thousandth = (number * 1000).rounded()
        if abs(number) >= 1e5, abs(number) < 1e12, abs(thousandth / 1000 - number) < 1e-9 * abs(number) {
            return trimmed(fixed(number, 3))
        }
        return short(number)
    }

    private static func trimmed(_ text: String) -> String {
        guard text.contains(".") else { return text }
        let kept = text.reversed().drop { $0 == "0" }
        return String(kept.drop { $0 == "." }.reversed())
    }

    private static func format(_ pattern: String, _ digits: Int32, _ number: Double) -> String {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: 400) { buffer in
            _ = withVaList([digits, number]) { vsnprintf(buffer.baseAddress, buffer.count, pattern, $0) }
            return buffer.baseAddress.map { String(cString: $0) } ?? ""
        }
    }
}
