/// What the hot path needs of a `RegisterEntry`, without its text.
struct RegisterPlan: Sendable {
    /// The table that holds the value.
    let table: RegisterTable
    /// How the number lies in the table.
    let encoding: RegisterEncoding
    /// Whether the low byte of each word comes first on the wire.
    let hasLowByteFirst: Bool
    /// Whether a client may write it.
    let writable: Bool
    /// The first address, 0-based.
    let offset: Int
    /// The number of addresses: 1, 2 or 4; more for a string.
    let words: Int
    /// Whether the value is one bit of a register.
    let isFieldBit: Bool
    /// Which bit, 0...15; 0 for every other value.
    let bit: UInt16
    /// The address of the lowest word.
    let lowWordAddress: Int
    /// From the address of a word to that of the next higher one: 1 or -1.
    let addressStep: Int
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
        hasLowByteFirst = entry.wordOrder.hasLowByteFirst
        writable = entry.writable
        offset = entry.offset
        words = entry.words
        isFieldBit = entry.bit != nil
        bit = UInt16(entry.bit ?? 0)
        lowWordAddress = entry.wordOrder.hasLowWordFirst ? entry.offset : entry.addresses.upperBound - 1
        addressStep = entry.wordOrder.hasLowWordFirst ? 1 : -1
        scale = entry.scale
        minimum = entry.minimum ?? -.infinity
        maximum = entry.maximum ?? .infinity
    }

    /// The raw content that the registers of the value make, in the low bits; `register` gives what is at an address.
    @inline(__always)
    func join(_ register: (_ address: Int) -> UInt16) -> UInt64 {
        if isFieldBit { return UInt64(register(offset) >> bit & 1) }
        var raw = UInt64(ordered(register(lowWordAddress)))
        guard words > 1 else { return raw }
        for rank in 1..<words {
            raw |= UInt64(ordered(register(lowWordAddress + rank * addressStep))) << UInt64(16 * rank)
        }
        return raw
    }

    /// Puts this raw content into the registers of the value; the other bits of a register that holds several stay.
    @inline(__always)
    func split(_ raw: UInt64, into registers: UnsafeMutablePointer<UInt16>) {
        if isFieldBit {
            registers[offset] = registers[offset] & ~(1 << bit) | UInt16(raw & 1) << bit
            return
        }
        registers[lowWordAddress] = ordered(UInt16(truncatingIfNeeded: raw))
        guard words > 1 else { return }
        for rank in 1..<words {
            registers[lowWordAddress + rank * addressStep] = ordered(UInt16(truncatingIfNeeded: raw >> (16 * rank)))
        }
    }

    /// A word with its bytes in the value's order; its own inverse.
    private func ordered(_ word: UInt16) -> UInt16 { hasLowByteFirst ? word.byteSwapped : word }

    /// The tag's value for this raw content.
    func value(fromRaw raw: UInt64) -> Double { encoding.number(fromRaw: raw) / scale }

    /// The raw content for this value of the tag.
    func raw(fromValue value: Double) -> UInt64 { encoding.raw(from: value * scale) }

    /// Whether a client may write this raw content: a finite number within the tag's range.
    ///
    /// The limits are compared after the same rounding as the value, so that a client can always write the limit
    /// itself: 0.7 as binary32 is a little below 0.7.
    func permits(raw: UInt64) -> Bool {
        let number = encoding.number(fromRaw: raw)
        let value = number / scale
        // A finite number can still overflow when a small scale divides it.
        guard number.isFinite, value.isFinite else { return false }
        if value >= minimum && value <= maximum { return true }
        return raw == self.raw(fromValue: value < minimum ? minimum : maximum)
    }
}
