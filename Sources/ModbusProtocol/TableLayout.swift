/// Where the values of one table lie, so that any range of addresses is judged in constant time.
struct TableLayout: Sendable {
    /// The highest mapped address + 1.
    let extent: Int
    /// Address -> rank of the value that takes it, in order of address; -1 for a hole.
    let rankAt: [Int32]
    /// Address -> first address at or after it that is a hole.
    let mappedUntil: [UInt32]
    /// Address -> first address at or after it that a client may not write.
    let writableUntil: [UInt32]
    /// Rank -> index of the entry in the map.
    let entryOfRank: [Int32]

    /// Lays out the entries with these `indices`, which do not overlap.
    init(entries: [RegisterEntry], indices: [Int]) {
        let sorted = indices.sorted { entries[$0].offset < entries[$1].offset }
        let extent = sorted.last.map { entries[$0].addresses.upperBound } ?? 0
        var rankAt = [Int32](repeating: -1, count: extent)
        for (rank, index) in sorted.enumerated() {
            for address in entries[index].addresses { rankAt[address] = Int32(rank) }
        }
        var mappedUntil = [UInt32](repeating: 0, count: extent)
        var writableUntil = mappedUntil
        for address in stride(from: extent - 1, through: 0, by: -1) {
            let isLast = address == extent - 1
            let isMapped = rankAt[address] >= 0
            let isWritable = isMapped && entries[sorted[Int(rankAt[address])]].writable
            let here = UInt32(address)
            mappedUntil[address] = isMapped ? (isLast ? here + 1 : mappedUntil[address + 1]) : here
            writableUntil[address] = isWritable ? (isLast ? here + 1 : writableUntil[address + 1]) : here
        }
        self.extent = extent
        self.rankAt = rankAt
        self.mappedUntil = mappedUntil
        self.writableUntil = writableUntil
        entryOfRank = sorted.map { Int32($0) }
    }
}
