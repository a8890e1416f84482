/// Keeps what was used after the last collection, read one sample after the collection was counted.
///
/// HotSpot counts a collection at its beginning and writes the sizes at its end, so the figures that stand beside a count
/// that has just moved may be those of before.
struct CollectionSettling {
    private var seen: Int64?
    private var hasMoved = false
    private var after: Int64?

    /// Takes a sample's count and the bytes beside it; gives the bytes after the last collection whose figures have
    /// settled, nil before there is one.
    mutating func note(collections: Int64, bytes: Int64) -> Int64? {
        if hasMoved { after = bytes }
        hasMoved = collections != (seen ?? 0)
        seen = collections
        return after
    }
}
