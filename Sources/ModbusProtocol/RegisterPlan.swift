/// What the hot path needs of a `RegisterEntry`, without its text.
struct RegisterPlan: Sendable {
    /// The table that holds the value.
    let table: RegisterTable
    /// How the number lies in the table.
    let encoding: RegisterEncoding
    /// Whether the register with the high word has the lower address.
    let highWordFirst: Bool
    /// Whether a client may write it.
    let writable: Bool
    /// The first address, 0-based.
    let offset: Int
    /// The number of addresses: 1 or 2.
    let words: Int
    /// Register value = value × scale.
    let scale: Double
    /// The smallest value that a client may write; minus infinity where only the encoding limits it.
    let minimum: Double
    /// The largest value that a client may write; infinity where only the encoding limits it.
    let maximum: Double

    /// The plan for `entry`.
    init(_ entry: RegisterEntry) {
        table = entry.table
        encoding = entry.encoding
        highWordFirst = entry.wordOrder == .abcd
        writable = entry.writable
        offset = entry.offset
        words = entry.encoding.words
        scale = entry.scale
        minimum = entry.minimum ?? -.infinity
        maximum = entry.maximum ?? .infinity
    }

    /// The raw content of a 32-bit value from the register at the lower and the one at the higher address.
    func join(_ lower: UInt16, _ higher: UInt16) -> UInt32 {
        highWordFirst ? UInt32(lower) << 16 | UInt32(higher) : UInt32(higher) << 16 | UInt32(lower)
    }

    /// The tag's value for this raw content.
    func value(fromRaw raw: UInt32) -> Double { encoding.number(fromRaw: raw) / scale }

    /// The raw content for this value of the tag.
    func raw(fromValue value: Double) -> UInt32 { encoding.raw(from: value * scale) }

    /// Whether a client may write this raw content: a finite number within the tag's range.
    ///
    /// The limits are compared after the same rounding as the value, so that a client can always write the limit
    /// itself: 0.7 as binary32 is a little below 0.7.
    func permits(raw: UInt32) -> Bool {
        let number = encoding.number(fromRaw: raw)
        guard number.isFinite else { return false }
        let value = number / scale
        if value >= minimum && value <= maximum { return true }
        return raw == self.raw(fromValue: value < minimum ? minimum : maximum)
    }
}
