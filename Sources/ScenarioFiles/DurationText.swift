/// Durations as users write them: a number and a unit without a blank, like `100ms`, `1.5s`, `10min`, `48h`, `3d`.
package enum DurationText {
    private static let units: [(suffix: String, nanoseconds: Double)] = [
        ("ns", 1), ("us", 1e3), ("ms", 1e6), ("min", 60e9), ("s", 1e9), ("m", 60e9), ("h", 3600e9), ("d", 86400e9),
    ]

    /// Nanoseconds of the duration that `text` spells; nil when it spells none, or one that is negative or above 100 years.
    package static func nanoseconds(_ text: String) -> Int64? {
        for unit in units where text.hasSuffix(unit.suffix) {
            guard let number = Double(text.dropLast(unit.suffix.count)), number.isFinite else { continue }
            let nanoseconds = (number * unit.nanoseconds).rounded()
            guard nanoseconds >= 0, nanoseconds <= 3.2e18 else { return nil }
            return Int64(nanoseconds)
        }
        return nil
    }

    /// Seconds of the duration that `text` spells; nil when it spells none.
    package static func seconds(_ text: String) -> Double? {
        nanoseconds(text).map { Double($0) / 1e9 }
    }
}
