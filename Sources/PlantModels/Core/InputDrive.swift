/// What drives an input port of a plant.
package enum InputDrive: Hashable, Sendable {
    /// Nothing in the plant's description: a tag or a fault may drive it, until then it stands at its default.
    case open
    /// A number in the plant's description; a fault may still override it.
    case constant
    /// The output port with this path; it cannot be driven from outside.
    case wired(String)
}
