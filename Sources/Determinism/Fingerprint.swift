/// A running 64-bit digest of everything that a run computed: two runs with the same fingerprint took the same path.
///
/// FNV-1a over the little-endian bytes of each value (Fowler, Noll and Vo). It detects a difference, it does not
/// protect against a forger.
package struct Fingerprint: Hashable, Sendable {
    /// The digest so far.
    package private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

    /// The digest of nothing.
    package init() {}

    /// Adds the eight bytes of `word`.
    package mutating func combine(_ word: UInt64) {
        var rest = word
        for _ in 0..<8 {
            value = (value ^ (rest & 0xFF)) &* 0x100_0000_01B3
            rest >>= 8
        }
    }

    /// Adds the bit pattern of `number`.
    package mutating func combine(_ number: Double) {
        combine(number.bitPattern)
    }

    /// Adds the UTF-8 bytes of `text` and their count.
    package mutating func combine(_ text: String) {
        for byte in text.utf8 {
            value = (value ^ UInt64(byte)) &* 0x100_0000_01B3
        }
        combine(UInt64(text.utf8.count))
    }

    /// The digest as sixteen hexadecimal digits.
    package var hexadecimal: String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
