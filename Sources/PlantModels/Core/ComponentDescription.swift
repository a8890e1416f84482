import Diagnostics

/// One component as its author wrote it.
package struct ComponentDescription: Sendable {
    /// A key of the component with its value and its place in the file.
    package typealias Parameter = (key: String, value: ParameterValue, position: SourcePosition)

    /// The component's name, unique in its plant.
    package var name: String
    /// Its kind, a name of the catalogue.
    package var kind: String
    /// Where the name stands.
    package var namePosition: SourcePosition
    /// Where the kind stands.
    package var kindPosition: SourcePosition
    /// Every other key: parameters, connections and input ports.
    package var parameters: [Parameter]

    /// The component `name` of this `kind`.
    package init(
        name: String, kind: String, namePosition: SourcePosition, kindPosition: SourcePosition, parameters: [Parameter]
    ) {
        self.name = name
        self.kind = kind
        self.namePosition = namePosition
        self.kindPosition = kindPosition
        self.parameters = parameters
    }
}
