/// Where the values of one table lie, so that any range of addresses is judged in constant time.
///
/// The columns are raw memory that `RegisterMapIndex` owns: they are read for every request, and reference counting
/// of four arrays cost more than the look-ups.
struct TableLayout {
    /// The highest mapped address + 1.
    let extent: Int
    /// Address -> rank of the value that takes it, in order of address; -1 for a hole.
    let rankAt: UnsafeMutableBufferPointer<Int32>
    /// Address -> first address at or after it that is a hole.
    let mappedUntil: UnsafeMutableBufferPointer<UInt32>
    /// Address -> first address at or after it that a client may not write.
    let writableUntil: UnsafeMutableBufferPointer<UInt32>
    /// Rank -> index of the entry in the map.
    let entryOfRank: UnsafeMutableBufferPointer<Int32>

    /// Lays out the entries with these `indices`, which do not overlap.
    init(entries: [RegisterEntry], indices: [Int]) {
        let sorted = indices.sorted { entries[$0].offset < entries[$1].offset }
        extent = sorted.last.map { entries[$0].addresses.upperBound } ?? 0
        rankAt = .allocate(capacity: extent)
        mappedUntil = .allocate(capacity: extent)
        writableUntil = .allocate(capacity: extent)
        entryOfRank = .allocate(capacity: sorted.count)
        rankAt.initialize(repeating: -1)
        for (rank, index) in sorted.enumerated() {
            entryOfRank.initializeElement(at: rank, to: Int32(index))
            for address in entries[index].addresses { rankAt[address] = Int32(rank) }
        }
        for address in stride(from: extent - 1, through: 0, by: -1) {
            let isLast = address == extent - 1
            let isMapped = rankAt[address] >= 0
            let isWritable = isMapped && entries[sorted[Int(rankAt[address])]].writable
            let here = UInt32(address)
            let mapped = isMapped ? (isLast ? here + 1 : mappedUntil[address + 1]) : here
            let writable = isWritable ? (isLast ? here + 1 : writableUntil[address + 1]) : here
            mappedUntil.initializeElement(at: address, to: mapped)
            writableUntil.initializeElement(at: address, to: writable)
        }
    }

    /// Frees the columns.
    func deallocate() {
        rankAt.deallocate()
        mappedUntil.deallocate()
        writableUntil.deallocate()
        entryOfRank.deallocate()
    }
}
