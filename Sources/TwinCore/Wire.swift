/// A terminal of the controller: one tag wired to one port of the plant.
package enum Wire: Hashable, Sendable {
    /// An output port of the plant, copied into the tag when inputs are latched.
    case input(port: String)
    /// A tag copied to an input port of the plant after the scan; `safe` is sent instead while the controller is not in
    /// run mode.
    case output(port: String, safe: Double)
}
