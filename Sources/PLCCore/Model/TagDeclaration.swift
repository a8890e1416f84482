/// A tag as its author declares it.
package struct TagDeclaration: Sendable {
    /// The name, `[A-Za-z_][A-Za-z0-9_]*`; letter case is kept for display and ignored for look-up.
    package let name: String
    /// The type.
    package let type: TagType
    /// Initial values: key `""` for a scalar, the member's name (any letter case) for a structure.
    package let initial: [String: Double]
    /// One sentence for lists.
    package let description: String

    /// A tag with these initial values; whatever is not listed starts at the type's default.
    package init(name: String, type: TagType, initial: [String: Double] = [:], description: String = "") {
        self.name = name
        self.type = type
        self.initial = initial
        self.description = description
    }
}
