/// The place of a port on a plant's signal array; only the plant that gave it can use it.
package struct PortIndex: Hashable, Sendable {
    /// The element of the signal array.
    package let index: Int
}
