/// How well the client kept one register tag up to date, from the start of the run until now.
package struct TagGap: Hashable, Sendable {
    /// The tag, as the register map names it.
    package var tag: String
    /// Reads of the tag so far.
    package var reads: Int64
    /// The longest time without a read so far, s; nil when the tag has never been read.
    package var longestGapSeconds: Double?
    /// When the longest gap began, s from the start; nil when the tag has never been read.
    package var longestGapStartSeconds: Double?
    /// The last read, s from the start; nil when the tag has never been read.
    package var lastReadSeconds: Double?

    /// The state of a tag.
    package init(
        tag: String, reads: Int64, longestGapSeconds: Double? = nil, longestGapStartSeconds: Double? = nil,
        lastReadSeconds: Double? = nil
    ) {
        self.tag = tag
        self.reads = reads
        self.longestGapSeconds = longestGapSeconds
        self.longestGapStartSeconds = longestGapStartSeconds
        self.lastReadSeconds = lastReadSeconds
    }
}
