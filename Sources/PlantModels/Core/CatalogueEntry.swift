/// One kind of component: what an author may write about it and how it comes to life.
package struct CatalogueEntry: Sendable {
    /// A cross-check of a component's parameters: the key at fault, what is wrong and how to mend it; nil when all is well.
    typealias Check = @Sendable (ComponentSetup) -> (key: String, message: String, hint: String)?

    /// The word that `kind:` names it with.
    package let kind: String
    /// What it is, one sentence.
    package let sentence: String
    /// Its parameters.
    package let parameters: [ParameterSpecification]
    /// The components that it must or may be connected to.
    package let connections: [ConnectionSpecification]
    /// Its input ports.
    package let inputs: [InputSpecification]
    /// Its output ports.
    package let outputs: [OutputSpecification]
    /// Looks for parameters that do not go together.
    let check: Check
    /// Makes a component from checked parameters.
    let make: @Sendable (ComponentSetup) -> any PlantComponent

    /// A kind of component.
    init(
        kind: String, sentence: String, parameters: [ParameterSpecification] = [],
        connections: [ConnectionSpecification] = [], inputs: [InputSpecification] = [],
        outputs: [OutputSpecification] = [], check: @escaping Check = { _ in nil },
        make: @escaping @Sendable (ComponentSetup) -> any PlantComponent
    ) {
        self.kind = kind
        self.sentence = sentence
        self.parameters = parameters
        self.connections = connections
        self.inputs = inputs
        self.outputs = outputs
        self.check = check
        self.make = make
    }

    /// The modes of its faults; none for a kind that cannot break.
    package var faultModes: [FaultMode] { inputs.flatMap(\.modes) }

    /// Every key that may stand under a component of this kind, besides `kind`.
    package var keys: [String] {
        parameters.map(\.name) + connections.map(\.name) + inputs.map(\.name)
    }
}
