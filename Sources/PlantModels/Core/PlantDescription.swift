import Diagnostics

/// A plant as its author wrote it: the components with their keys, in the order of the file.
package struct PlantDescription: Sendable {
    /// The file, as the user named it, for diagnostics.
    package var file: String
    /// The components in the order of the file.
    package var components: [ComponentDescription]

    /// The plant that `file` describes.
    package init(file: String, components: [ComponentDescription]) {
        self.file = file
        self.components = components
    }
}
