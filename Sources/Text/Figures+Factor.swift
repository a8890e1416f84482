extension Figures {
    /// How many times as fast: `60`, `47.3`, `1.94`; without needless decimals.
    package static func factor(_ value: Double) -> String {
        value.isFinite && abs(value) < 1e6 && value == value.rounded() ? "\(Int(value))" : significant(value)
    }
}
