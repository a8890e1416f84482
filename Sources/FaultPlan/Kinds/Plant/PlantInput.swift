/// An input of a component is held at a value.
package struct PlantInput: PlantFault, Hashable {
    /// The component.
    package let component: String
    /// The input's name.
    package let input: String
    /// The value, in the input's unit.
    package let value: Double

    /// What the catalogue says of it.
    package static let entry = FaultCatalogue.Entry(
        kind: "plant-input", layer: .plant, extent: .lasting, aim: .whole,
        sentence: "Holds an unwired input of a component of the plant at a value.",
        provokes: "alarms, trend data and log lines that accumulate while the plant is disturbed",
        parameters: [
            .init("component", .component, "the component's name in plant.yaml"),
            .init("input", .text, "the input's name, as Docs/Plant.md lists them"),
            .init("value", .number(-1e12...1e12), "the value, in the input's unit"),
        ])

    /// The fault with these parameters.
    package init(_ parameters: FaultParameters) {
        component = parameters.word("component")
        input = parameters.word("input")
        value = parameters.number("value")
    }

    /// The input.
    package var drives: [(port: String, value: Double)] { [(input, value)] }
}
