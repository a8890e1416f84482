/// A resolved structure in data memory: a timer, a counter or a PID loop.
package struct StructureReference: Hashable, Sendable {
    /// The index of its first word.
    package let word: Int
    /// What it is.
    package let type: TagType
}
