import FaultPlan

/// The text of a time in a fault plan: a duration like `90s`, or a share of the run like `33%` or `1/3`.
enum PlanTimeText {
    /// The time; nil when the text is neither.
    static func time(_ text: String) -> PlanTime? {
        if text.hasSuffix("%"), let percent = Double(text.dropLast()), (0...100).contains(percent) {
            return .share(percent / 100)
        }
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        if parts.count == 2, let above = Double(parts[0]), let below = Double(parts[1]), below > 0, above >= 0,
            above <= below
        {
            return .share(above / below)
        }
        return DurationText.seconds(text).map(PlanTime.seconds)
    }
}
