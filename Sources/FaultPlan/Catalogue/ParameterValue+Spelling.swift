/// Values and shapes as plans spell them, for documents.
extension ParameterValue {
    /// The value as a plan spells it.
    package var spelling: String {
        switch self {
        case .integer(let value): "\(value)"
        case .number(let value): Self.spelling(ofNumber: value)
        case .duration(let nanoseconds): Self.spelling(ofDuration: nanoseconds)
        case .time(.seconds(let seconds)): Self.spelling(ofNumber: seconds) + "s"
        case .time(.share(let share)): Self.spelling(ofShare: share)
        case .word(let word): word
        }
    }

    /// Nanoseconds in the largest unit that divides them.
    static func spelling(ofDuration nanoseconds: Int64) -> String {
        let units: [(String, Int64)] = [
            ("h", 3_600_000_000_000), ("min", 60_000_000_000), ("s", 1_000_000_000), ("ms", 1_000_000), ("us", 1_000),
        ]
        if nanoseconds == 0 { return "0s" }
        for (name, length) in units where nanoseconds.isMultiple(of: length) { return "\(nanoseconds / length)\(name)" }
        return "\(nanoseconds)ns"
    }

    /// A whole number without a point where it is one.
    static func spelling(ofNumber number: Double) -> String {
        number == number.rounded() && abs(number) < 1e9 ? "\(Int(number))" : "\(number)"
    }

    private static func spelling(ofShare share: Double) -> String {
        for parts in 2...12 {
            let count = share * Double(parts)
            if abs(count - count.rounded()) < 1e-9, count >= 1 { return "\(Int(count.rounded()))/\(parts)" }
        }
        return spelling(ofNumber: share * 100) + "%"
    }
}

extension ParameterShape {
    /// What the shape permits.
    package var spelling: String {
        switch self {
        case .integer(let range): "\(range.lowerBound) to \(range.upperBound)"
        case .number(let range):
            "\(ParameterValue.spelling(ofNumber: range.lowerBound)) to "
                + ParameterValue.spelling(ofNumber: range.upperBound)
        case .duration(let range):
            "\(ParameterValue.spelling(ofDuration: range.lowerBound)) to "
                + ParameterValue.spelling(ofDuration: range.upperBound)
        case .time: "time or share"
        case .choice(let words): words.joined(separator: ", ")
        case .tag: "tag"
        case .component: "component"
        case .text: "text"
        }
    }

    /// Whether a value is of this shape and within its range.
    package func holds(_ value: ParameterValue) -> Bool {
        switch (self, value) {
        case (.integer(let range), .integer(let value)): range.contains(value)
        case (.number(let range), .number(let value)): range.contains(value)
        case (.duration(let range), .duration(let value)): range.contains(value)
        case (.time, .time): true
        case (.choice(let words), .word(let word)): words.contains(word)
        case (.tag, .word(let word)), (.component, .word(let word)), (.text, .word(let word)): !word.isEmpty
        default: false
        }
    }
}
