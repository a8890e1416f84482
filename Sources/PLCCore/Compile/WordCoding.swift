/// The word that holds `value` at `reference`, given the word that is there now.
///
/// Integers round half to even and saturate, a BOOL is true for anything but 0, and what is not a number becomes 0
/// in an integer or a BOOL. Allocates nothing.
@inline(__always)
func encoded(_ value: Double, as reference: TagReference, into word: UInt32) -> UInt32 {
    switch reference.type {
    case .bool:
        let isSet = value != 0 && !value.isNaN
        return isSet ? word | reference.mask : word & ~reference.mask
    case .int:
        return UInt32(bitPattern: rounded(value, low: -32768, high: 32767))
    case .dint:
        return UInt32(bitPattern: rounded(value, low: -2_147_483_648, high: 2_147_483_647))
    case .real:
        return Float(value).bitPattern
    }
}

/// The value that `word` holds at `reference`; a BOOL is 0 or 1.
@inline(__always)
func decoded(_ word: UInt32, as reference: TagReference) -> Double {
    switch reference.type {
    case .bool: word & reference.mask != 0 ? 1 : 0
    case .int, .dint: Double(Int32(bitPattern: word))
    case .real: Double(Float(bitPattern: word))
    }
}

/// `value` rounded half to even, limited to `low...high`; 0 for what is not a number.
@inline(__always)
func rounded(_ value: Double, low: Double, high: Double) -> Int32 {
    guard !value.isNaN else { return 0 }
    return Int32(min(max(value.rounded(.toNearestOrEven), low), high))
}
