/// An input port of a kind of component.
package struct InputSpecification: Sendable {
    /// The port's name.
    package let name: String
    /// The unit, empty for a plain number.
    package let unit: String
    /// Its value while nothing drives it.
    package let standard: Double
    /// The values that it takes; a driven value outside is brought to the nearer end.
    package let range: ClosedRange<Double>
    /// Whether an output follows it within the same step.
    package let actsAtOnce: Bool
    /// What it means, a few words.
    package let meaning: String
    /// The modes that it takes, for the port `fault_mode`.
    package private(set) var modes: [FaultMode] = []

    /// An input port.
    init(
        _ name: String, _ unit: String, _ standard: Double, _ range: ClosedRange<Double>,
        atOnce: Bool = false, _ meaning: String
    ) {
        self.name = name
        self.unit = unit
        self.standard = standard
        self.range = range
        self.actsAtOnce = atOnce
        self.meaning = meaning
    }

    /// An input port that takes any number.
    init(_ name: String, _ unit: String, _ standard: Double, atOnce: Bool = false, _ meaning: String) {
        self.init(name, unit, standard, anyNumber, atOnce: atOnce, meaning)
    }

    /// The two ports through which a fault acts on a component with these modes, numbered from 1: a name each, and what
    /// the severity means.
    static func faults(_ modes: KeyValuePairs<String, String>) -> [InputSpecification] {
        let modes = modes.enumerated().map {
            FaultMode(number: $0.offset + 1, name: $0.element.key, remark: $0.element.value)
        }
        var mode = InputSpecification(
            "fault_mode", "", 0, 0...99, "0 healthy, \(modes.map(\.description).joined(separator: ", "))")
        mode.modes = modes
        return [mode, InputSpecification("fault_severity", "", 0, "how bad the fault is, as its mode says")]
    }
}
