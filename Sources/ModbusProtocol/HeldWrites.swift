/// Writes that found the ring full: the last content of each value, in the order of their first write.
struct HeldWrites {
    private var contents: [UInt64]
    private var stamps: [UInt64]
    private var isHeld: [Bool]
    private var order: [Int] = []

    /// Room for one write of each of so many entries; nothing is allocated later.
    init(entryCount: Int) {
        contents = Array(repeating: 0, count: entryCount)
        stamps = Array(repeating: 0, count: entryCount)
        isHeld = Array(repeating: false, count: entryCount)
        order.reserveCapacity(entryCount)
    }

    /// Whether nothing is held.
    var isEmpty: Bool { order.isEmpty }

    /// The number of values that are held.
    var count: Int { order.count }

    /// Holds this content, in place of what is held for the entry.
    ///
    /// - Parameter stamp: the write's place among those to all mirrors of the exchange.
    mutating func put(_ entry: Int, _ content: UInt64, stamp: UInt64) {
        contents[entry] = content
        stamps[entry] = stamp
        if !isHeld[entry] {
            isHeld[entry] = true
            order.append(entry)
        }
    }

    /// Calls `body` with every held value, in the order of their first write.
    func visit(_ body: (_ entry: Int, _ content: UInt64, _ stamp: UInt64) -> Void) {
        for entry in order { body(entry, contents[entry], stamps[entry]) }
    }

    /// Holds nothing any more.
    mutating func removeAll() {
        for entry in order { isHeld[entry] = false }
        order.removeAll(keepingCapacity: true)
    }
}
