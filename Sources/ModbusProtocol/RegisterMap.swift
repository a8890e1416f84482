/// Which value lies at which address of a unit, checked: no overlap, nothing beyond the tables; and which files and
/// queues the unit has.
package struct RegisterMap: Sendable {
    /// The lines in the order that was given; an entry's index in this list names it everywhere else.
    package let entries: [RegisterEntry]
    /// The files of functions 20 and 21.
    package let files: [RecordFile]
    /// The queues of function 24.
    package let queues: [RegisterQueue]
    private let index: RegisterMapIndex

    /// The hot path's view of the entries, same order.
    var plans: UnsafeMutableBufferPointer<RegisterPlan> { index.plans }

    /// The hot path's view of the files, same order.
    var filePlans: UnsafeMutableBufferPointer<RecordFilePlan> { index.filePlans }

    /// The scan's view of the queues, same order.
    var queuePlans: [RegisterQueuePlan] { index.queuePlans }

    /// The map with these lines, files and queues. Two files with one number, or two queues at one address, are an
    /// error of the caller.
    ///
    /// - Throws: the first of `findings(in:)`.
    package init(
        _ entries: [RegisterEntry], files: [RecordFile] = [], queues: [RegisterQueue] = []
    ) throws(RegisterMapError) {
        if let first = Self.findings(in: entries).first { throw first }
        precondition(Set(files.map(\.number)).count == files.count, "two files have one number")
        precondition(Set(queues.map(\.address)).count == queues.count, "two queues have one address")
        self.entries = entries
        self.files = files
        self.queues = queues
        index = RegisterMapIndex(entries, files: files, queues: queues)
    }

    /// Everything that is wrong with these lines, in their order; empty when they make a map.
    package static func findings(in entries: [RegisterEntry]) -> [RegisterMapError] {
        var findings: [RegisterMapError] = []
        var taken: [RegisterTable: [Int: Int]] = [:]
        var takenBits: [RegisterTable: [Int: Int]] = [:]
        for (index, entry) in entries.enumerated() {
            let name = entry.name
            if let bit = entry.bit, entry.table.holdsBits || entry.encoding != .bit || !(0...15).contains(bit) {
                findings.append(.unusableBit(entry: index, name: name))
                continue
            }
            if (entry.text != nil) != (entry.encoding == .string) || entry.text != nil && entry.writable {
                findings.append(.unusableText(entry: index, name: name))
                continue
            }
            if (entry.encoding == .bit) != (entry.table.holdsBits || entry.bit != nil) {
                findings.append(
                    .wrongTable(entry: index, name: name, encoding: entry.encoding, table: entry.table))
            }
            if entry.writable && !entry.table.isWritable {
                findings.append(.notWritable(entry: index, name: name, table: entry.table))
            }
            if entry.scale == 0 || !entry.scale.isFinite { findings.append(.unusableScale(entry: index, name: name)) }
            if !(entry.minimum ?? -.infinity <= entry.maximum ?? .infinity) {
                findings.append(.emptyRange(entry: index, name: name))
            }
            guard entry.offset >= 0, entry.offset <= RegisterTable.addressCount - entry.words else {
                findings.append(.beyondTable(entry: index, name: name))
                continue
            }
            for address in entry.addresses {
                guard let earlier = taken[entry.table]?[address] else {
                    taken[entry.table, default: [:]][address] = index
                    continue
                }
                // Bits of one register get on with each other, as long as they are different ones.
                if entry.bit != nil, entries[earlier].bit != nil { continue }
                findings.append(
                    .overlap(
                        entry: index, name: name, earlier: earlier, earlierName: entries[earlier].name,
                        address: address))
                break
            }
            guard let bit = entry.bit else { continue }
            if let earlier = takenBits[entry.table]?[16 * entry.offset + bit] {
                findings.append(
                    .bitOverlap(
                        entry: index, name: name, earlierName: entries[earlier].name, address: entry.offset, bit: bit))
            } else {
                takenBits[entry.table, default: [:]][16 * entry.offset + bit] = index
            }
        }
        return findings
    }

    /// The highest mapped address of `table` + 1; 0 when the table is empty.
    package func extent(of table: RegisterTable) -> Int { index.layouts[table.slot].extent }

    /// Whether every address of the range is mapped. Constant time.
    package func isMapped(_ table: RegisterTable, start: Int, count: Int) -> Bool {
        let layout = index.layouts[table.slot]
        return start < layout.extent && Int(layout.mappedUntil[start]) >= start + count
    }

    /// Whether a client may write every address of the range, if only some bits of it. Constant time.
    package func isWritable(_ table: RegisterTable, start: Int, count: Int) -> Bool {
        let layout = index.layouts[table.slot]
        return start < layout.extent && Int(layout.writableUntil[start]) >= start + count
    }

    /// The bits of this holding register that a write changes: all of a writable value, only the writable ones of a
    /// register of bits. The address must be mapped. Constant time.
    package func writableBits(at address: Int) -> UInt16 {
        index.layouts[RegisterTable.holdingRegister.slot].writableBits[address]
    }

    /// Whether a write to this range of holding registers leaves some of their bits as they are. The range must be
    /// mapped. Constant time where the table has no register of bits.
    package func keepsBits(start: Int, count: Int) -> Bool {
        let layout = index.layouts[RegisterTable.holdingRegister.slot]
        guard layout.hasFieldBits else { return false }
        return layout.writableBits[start..<(start + count)].contains { $0 != 0xFFFF }
    }

    /// The index of the queue at this address, or nil.
    func queueIndex(at address: Int) -> Int? {
        guard !queues.isEmpty else { return nil }
        return queues.firstIndex { $0.address == address }
    }

    /// The entry that takes this address, the lowest of several bits, or nil for a hole.
    package func entryIndex(_ table: RegisterTable, at address: Int) -> Int? {
        let layout = index.layouts[table.slot]
        guard address >= 0, address < layout.extent, layout.rankAt[address] >= 0 else { return nil }
        return Int(layout.entryOfRank[Int(layout.rankAt[address])])
    }

    /// Calls `body` with every entry that has an address in the range, in order of address, until it says false.
    ///
    /// `isWhole` is false for a value of which only some registers are in the range. The range must be mapped.
    ///
    /// - Returns: whether `body` said true every time.
    @inline(__always)
    package func forEachEntry(
        _ table: RegisterTable, start: Int, count: Int, _ body: (_ entry: Int, _ isWhole: Bool) -> Bool
    ) -> Bool {
        let layout = index.layouts[table.slot]
        precondition(isMapped(table, start: start, count: count), "only mapped ranges have entries")
        for rank in layout.rankAt[start]..<layout.rankEndAt[start + count - 1] {
            let entry = Int(layout.entryOfRank[Int(rank)])
            let plan = plans[entry]
            let isWhole = plan.offset >= start && plan.offset + plan.words <= start + count
            if !body(entry, isWhole) { return false }
        }
        return true
    }

    /// The number of entries that have an address in the range. The range must be mapped. Constant time.
    package func entryCount(_ table: RegisterTable, start: Int, count: Int) -> Int {
        let layout = index.layouts[table.slot]
        return Int(layout.rankEndAt[start + count - 1] - layout.rankAt[start])
    }
}
