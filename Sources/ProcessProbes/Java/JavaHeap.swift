/// What a HotSpot virtual machine tells of its heap from outside.
package struct JavaHeap: Hashable, Sendable {
    /// Collections of the young generation since the machine's start.
    package var youngCollections: Int64
    /// Collections of more than the young generation: full ones, and the pauses of concurrent cycles.
    package var wholeCollections: Int64
    /// Bytes used after the last collection, eden left out; nil before the first one that was seen to settle.
    ///
    /// Without generations (ZGC, Shenandoah) it is all that is used shortly after a cycle.
    package var afterBytes: Int64?
    /// Bytes that the machine has taken from the system for the heap.
    package var committedBytes: Int64

    /// A reading.
    package init(youngCollections: Int64, wholeCollections: Int64, afterBytes: Int64?, committedBytes: Int64) {
        self.youngCollections = youngCollections
        self.wholeCollections = wholeCollections
        self.afterBytes = afterBytes
        self.committedBytes = committedBytes
    }

    /// All collections.
    package var collections: Int64 { youngCollections + wholeCollections }
}

extension JavaHeap {
    /// The most collectors, generations and spaces that are looked for; HotSpot's collectors have at most 3, 2 and 3.
    private static let most = 8

    /// The reading that `data` gives, with what is used outside eden now as what was used after the last collection; nil
    /// where the machine has no heap of a known form.
    init?(_ data: PerformanceData) {
        var spaces = 0
        var used: Int64 = 0
        var committed: Int64 = 0
        // The permanent generation of Java 7, generation 2, holds classes.
        for generation in 0..<2 {
            committed += data.numbers["sun.gc.generation.\(generation).capacity"] ?? 0
            for space in 0..<Self.most {
                guard let bytes = data.numbers["sun.gc.generation.\(generation).space.\(space).used"] else { continue }
                spaces += 1
                // Eden holds what was made since the last collection, most of it garbage.
                if (generation, space) != (0, 0) { used += bytes }
            }
        }
        guard spaces > 0 else { return nil }
        // The first collector of every HotSpot is that of the young generation; those without one leave it out.
        let counts = (0..<Self.most).map { data.numbers["sun.gc.collector.\($0).invocations"] ?? 0 }
        self.init(
            youngCollections: counts[0], wholeCollections: counts[1...].reduce(0, +), afterBytes: used,
            committedBytes: committed)
    }
}
