/// Where the values of one table lie, so that any range of addresses is judged in constant time.
///
/// The columns are raw memory that `RegisterMapIndex` owns: they are read for every request, and reference counting
/// of four arrays cost more than the look-ups.
struct TableLayout {
    /// The highest mapped address + 1.
    let extent: Int
    /// Whether a register of the table holds values of single bits.
    let hasFieldBits: Bool
    /// Address -> rank of the value that takes it, in order of address and bit, the first if there are several; -1 for
    /// a hole.
    let rankAt: UnsafeMutableBufferPointer<Int32>
    /// Address -> rank after that of the last value that takes it; -1 for a hole.
    let rankEndAt: UnsafeMutableBufferPointer<Int32>
    /// Address -> bits of the register that a client's write changes.
    let writableBits: UnsafeMutableBufferPointer<UInt16>
    /// Address -> first address at or after it that is a hole.
    let mappedUntil: UnsafeMutableBufferPointer<UInt32>
    /// Address -> first address at or after it that a client may not write.
    let writableUntil: UnsafeMutableBufferPointer<UInt32>
    /// Rank -> index of the entry in the map.
    let entryOfRank: UnsafeMutableBufferPointer<Int32>

    /// Lays out the entries with these `indices`, which do not overlap.
    init(entries: [RegisterEntry], indices: [Int]) {
        let sorted = indices.sorted {
            (entries[$0].offset, entries[$0].bit ?? 0) < (entries[$1].offset, entries[$1].bit ?? 0)
        }
        hasFieldBits = indices.contains { entries[$0].bit != nil }
        extent = sorted.last.map { entries[$0].addresses.upperBound } ?? 0
        rankAt = .allocate(capacity: extent)
        rankEndAt = .allocate(capacity: extent)
        writableBits = .allocate(capacity: extent)
        mappedUntil = .allocate(capacity: extent)
        writableUntil = .allocate(capacity: extent)
        entryOfRank = .allocate(capacity: sorted.count)
        rankAt.initialize(repeating: -1)
        rankEndAt.initialize(repeating: -1)
        writableBits.initialize(repeating: 0)
        for (rank, index) in sorted.enumerated() {
            entryOfRank.initializeElement(at: rank, to: Int32(index))
            let entry = entries[index]
            for address in entry.addresses {
                if rankAt[address] < 0 { rankAt[address] = Int32(rank) }
                rankEndAt[address] = Int32(rank) + 1
                if entry.writable { writableBits[address] |= entry.bit.map { 1 << UInt16($0) } ?? 0xFFFF }
            }
        }
        for address in stride(from: extent - 1, through: 0, by: -1) {
            let isLast = address == extent - 1
            let isMapped = rankAt[address] >= 0
            let isWritable = writableBits[address] != 0
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
        rankEndAt.deallocate()
        writableBits.deallocate()
        mappedUntil.deallocate()
        writableUntil.deallocate()
        entryOfRank.deallocate()
    }
}
