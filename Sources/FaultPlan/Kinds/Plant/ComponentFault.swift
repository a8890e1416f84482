/// A component of the plant is broken in one of its own ways.
package struct ComponentFault: PlantFault, Hashable {
    /// The component.
    package let component: String
    /// Which of its ways; Docs/Plant.md lists them.
    package let mode: Int
    /// How badly, in the unit of the mode.
    package let severity: Double

    /// What the catalogue says of it.
    package static let entry = FaultCatalogue.Entry(
        kind: "component", layer: .plant, extent: .lasting, aim: .whole,
        sentence: "Breaks a component of the plant through its `fault_mode` and `fault_severity` inputs.",
        provokes: "alarms, trend data and log lines that accumulate while the plant is disturbed",
        parameters: [
            .init("component", .component, "the component's name in plant.yaml"),
            .init("mode", .integer(1...100), "its fault mode, as Docs/Plant.md lists them"),
            .init(
                "severity", .number(-1e6...1e6), "how badly, in the unit that the mode has in Docs/Plant.md",
                standard: .number(0)),
        ])

    /// The fault with these parameters.
    package init(_ parameters: FaultParameters) {
        component = parameters.word("component")
        mode = parameters.integer("mode")
        severity = parameters.number("severity")
    }

    /// Mode and severity.
    package var drives: [(port: String, value: Double)] {
        [("fault_mode", Double(mode)), ("fault_severity", severity)]
    }
}
