/// An output port of a kind of component.
package struct OutputSpecification: Sendable {
    /// The port's name.
    package let name: String
    /// The unit, empty for a plain number.
    package let unit: String
    /// Whether it follows inputs within the same step; otherwise it follows from states.
    package let followsAtOnce: Bool
    /// What it means, a few words.
    package let meaning: String

    /// An output port.
    init(_ name: String, _ unit: String, atOnce: Bool = false, _ meaning: String) {
        self.name = name
        self.unit = unit
        self.followsAtOnce = atOnce
        self.meaning = meaning
    }
}
