/// A connection that a kind of component takes: the name of another component.
package struct ConnectionSpecification: Sendable {
    /// The key.
    package let name: String
    /// The kinds that it may name.
    package let kinds: [String]
    /// Whether it must be given.
    package let isRequired: Bool
    /// Whether it is a list of names, in which a list is a group in parallel.
    package let isList: Bool
    /// What it means, a few words.
    package let meaning: String

    /// A connection to a component of one of these `kinds`.
    init(_ name: String, _ kinds: [String], isRequired: Bool = true, isList: Bool = false, _ meaning: String) {
        self.name = name
        self.kinds = kinds
        self.isRequired = isRequired
        self.isList = isList
        self.meaning = meaning
    }
}
