/// The connections, in slots that are used again. Memory is taken as it is needed and never moved.
struct ConnectionTable {
    private let slots: UnsafeMutablePointer<Connection>
    private var free: [Int] = []
    /// Slots that were ever used: where a loop over all connections ends.
    private(set) var highWater = 0
    /// Connections that are open.
    private(set) var count = 0
    /// The most connections that fit.
    let capacity: Int

    /// A table for up to `capacity` connections; untouched slots cost address space only.
    init(capacity: Int) {
        self.capacity = capacity
        slots = .allocate(capacity: capacity)
    }

    /// The connection in this slot, which was used at least once.
    @inline(__always)
    subscript(_ slot: Int) -> UnsafeMutablePointer<Connection> { slots + slot }

    /// A slot for a new connection, or nil when the table is full.
    mutating func take() -> Int? {
        guard count < capacity else { return nil }
        count += 1
        if let slot = free.popLast() { return slot }
        (slots + highWater).initialize(to: Connection())
        highWater += 1
        return highWater - 1
    }

    /// Gives a slot back; the next connection in it has another generation.
    mutating func release(_ slot: Int) {
        let generation = slots[slot].generation &+ 1
        slots[slot] = Connection()
        slots[slot].generation = generation
        free.append(slot)
        count -= 1
    }

    /// Frees the table's memory.
    func deallocate() {
        slots.deallocate()
    }
}
