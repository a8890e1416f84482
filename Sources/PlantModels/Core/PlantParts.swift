/// The components of a plant under construction, so that they can find each other.
struct PlantParts {
    /// All components in the order of the file.
    let components: [any PlantComponent]

    /// The one component that `setup` names under `key`, as a `Part`; nil when an optional connection is not given.
    func one<Part>(_ setup: ComponentSetup, _ key: String, as type: Part.Type) -> Part? {
        guard let number = setup.connections[key]?.first?.first else { return nil }
        guard let part = components[number] as? Part else {
            preconditionFailure("The catalogue lets '\(key)' of \(setup.kind) name a component that it cannot use.")
        }
        return part
    }
}
