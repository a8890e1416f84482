import ModbusProtocol
import PLCCore

/// One row of a scenario's tag table: a tag, or a member of one, with everything that is bound to it; or a constant text.
package struct Point: Hashable, Sendable {
    /// The tag's name, or a member path like `RT_P101.ACC`.
    package var name: String
    /// The tag's type; nil for a member path and for a text.
    package var type: TagType?
    /// The constant text in the row's registers; nil for everything that has a value.
    package var text: RegisterText?
    /// Where its value lies in the controller's memory; nil for a structure, which has members and no value, and for a
    /// text.
    package var reference: TagReference?
    /// How the plant and the tag meet; nil when they do not.
    package var wire: Wire?
    /// The engineering unit as text; empty when it has none.
    package var unit: String
    /// What it stands for, in a sentence.
    package var summary: String

    /// A row of the tag table.
    package init(
        name: String, type: TagType?, reference: TagReference?, wire: Wire?, unit: String, summary: String,
        text: RegisterText? = nil
    ) {
        self.name = name
        self.type = type
        self.text = text
        self.reference = reference
        self.wire = wire
        self.unit = unit
        self.summary = summary
    }

    /// What an output sends while the controller is not in run mode; nil for whatever is no output.
    package var safe: Double? {
        if case .output(_, let safe) = wire { safe } else { nil }
    }
}
