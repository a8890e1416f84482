import FaultPlan

extension ParameterShape {
    /// The value that a text stands for; nil when it is of another shape or out of range.
    func value(of text: String) -> ParameterValue? {
        switch self {
        case .integer(let range): Int(text).flatMap { range.contains($0) ? .integer($0) : nil }
        case .number(let range): Double(text).flatMap { range.contains($0) ? .number($0) : nil }
        case .duration(let range): DurationText.nanoseconds(text).flatMap { range.contains($0) ? .duration($0) : nil }
        case .time: PlanTimeText.time(text).map(ParameterValue.time)
        case .choice(let words): words.contains(text) ? .word(text) : nil
        case .tag, .component, .text: text.isEmpty ? nil : .word(text)
        }
    }

    /// What the shape is, for messages.
    var sentence: String {
        switch self {
        case .integer(let range): "a whole number from \(range.lowerBound) to \(range.upperBound)"
        case .number(let range): "a number from \(range.lowerBound) to \(range.upperBound)"
        case .duration: "a duration like 500ms, 2s, 10min"
        case .time: "a duration like 90s, or a share of the run like 33%, 1/3"
        case .choice(let words): "one of \(words.joined(separator: ", "))"
        case .tag: "the name of a tag"
        case .component: "the name of a component of the plant"
        case .text: "a text"
        }
    }
}
