import Text

/// A tag whose value is followed through the run, because it says how the controller stood at a storm or a fault.
package struct WatchedTag: Hashable, Sendable {
    /// What the tag is to the controller.
    package enum Role: String, CaseIterable, Hashable, Sendable {
        /// A bit that says that something is wrong.
        case alarm
        /// A tag that drives the plant.
        case output
        /// A value or a command that a client may write.
        case setPoint = "set_point"
        /// A tag that the plant drives.
        case input
        /// A bit that a rung examines that drives one of the others.
        case contact
    }

    /// The tag's name.
    package var name: String
    /// What it is to the controller.
    package var role: Role
    /// Whether it is a bit.
    package var isBit: Bool
    /// The engineering unit; empty when it has none.
    package var unit: String
    /// What it stands for, in a sentence.
    package var summary: String
    /// The value of the tag table, with which it began; nil for what the plant drives.
    package var initial: Double?
    /// What it stands for where it is a raw value that the program scales; older evidence does not say.
    package var engineering: EngineeringScale?

    /// A tag to follow.
    package init(
        name: String, role: Role, isBit: Bool, unit: String = "", summary: String = "", initial: Double? = nil,
        engineering: EngineeringScale? = nil
    ) {
        self.name = name
        self.role = role
        self.isBit = isBit
        self.unit = unit
        self.summary = summary
        self.initial = initial
        self.engineering = engineering
    }

    /// The tag as an object of the event `program`.
    var json: JSONValue {
        [
            "name": .string(name), "role": .string(role.rawValue), "bit": .bool(isBit), "unit": .string(unit),
            "summary": .string(summary), "initial": .optional(initial), "engineering": engineering?.json ?? .null,
        ]
    }

    /// The tag from an object of the event `program`; nil when it is none.
    package init?(_ json: JSONValue) {
        guard let name = json["name"]?.text, let role = json["role"]?.text.flatMap(Role.init) else { return nil }
        self.init(
            name: name, role: role, isBit: json["bit"] == .bool(true), unit: json["unit"]?.text ?? "",
            summary: json["summary"]?.text ?? "", initial: json["initial"]?.figure,
            engineering: json["engineering"].flatMap { EngineeringScale($0) })
    }

    /// `value` with its unit; a bit is 0 or 1.
    package func text(_ value: Double?) -> String {
        guard let value else { return "changing" }
        let figure = isBit ? (value == 0 ? "0" : "1") : Figures.level(value)
        return unit.isEmpty ? figure : "\(figure) \(unit)"
    }
}
