/// A stretch of time in which the client did not read a register tag.
package struct TagSilence: Hashable, Sendable {
    /// The tag, as the register map names it.
    package var tag: String
    /// The last read before it, or the start of the session, s from the start.
    package var fromSeconds: Double
    /// A moment until which it certainly lasted: the next read, or the sample before it, s from the start.
    package var toSeconds: Double

    /// A silence of `tag`.
    package init(tag: String, fromSeconds: Double, toSeconds: Double) {
        self.tag = tag
        self.fromSeconds = fromSeconds
        self.toSeconds = toSeconds
    }
}
