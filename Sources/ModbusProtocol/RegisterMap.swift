/// Which value lies at which address of a unit, checked: no overlap, nothing beyond the tables.
package struct RegisterMap: Sendable {
    /// The lines in the order that was given; an entry's index in this list names it everywhere else.
    package let entries: [RegisterEntry]
    private let index: RegisterMapIndex

    /// The hot path's view of the entries, same order.
    var plans: UnsafeMutableBufferPointer<RegisterPlan> { index.plans }

    /// The map with these lines.
    ///
    /// - Throws: the first of `findings(in:)`.
    package init(_ entries: [RegisterEntry]) throws(RegisterMapError) {
        if let first = Self.findings(in: entries).first { throw first }
        self.entries = entries
        index = RegisterMapIndex(entries)
    }

    /// Everything that is wrong with these lines, in their order; empty when they make a map.
    package static func findings(in entries: [RegisterEntry]) -> [RegisterMapError] {
        var findings: [RegisterMapError] = []
        var taken: [RegisterTable: [Int: Int]] = [:]
        for (index, entry) in entries.enumerated() {
            let name = entry.name
            if (entry.encoding == .bit) != entry.table.holdsBits {
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
            guard entry.offset >= 0, entry.offset <= RegisterTable.addressCount - entry.encoding.words else {
                findings.append(.beyondTable(entry: index, name: name))
                continue
            }
            for address in entry.addresses {
                guard let earlier = taken[entry.table]?[address] else {
                    taken[entry.table, default: [:]][address] = index
                    continue
                }
                findings.append(
                    .overlap(
                        entry: index, name: name, earlier: earlier, earlierName: entries[earlier].name,
                        address: address))
                break
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

    /// Whether a client may write every address of the range. Constant time.
    package func isWritable(_ table: RegisterTable, start: Int, count: Int) -> Bool {
        let layout = index.layouts[table.slot]
        return start < layout.extent && Int(layout.writableUntil[start]) >= start + count
    }

    /// The entry that takes this address, or nil for a hole.
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
        for rank in layout.rankAt[start]...layout.rankAt[start + count - 1] {
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
        return Int(layout.rankAt[start + count - 1] - layout.rankAt[start]) + 1
    }
}
