/// The words of a running controller, with the loads and stores that operations need.
///
/// A bare pointer: the controller owns the memory and outlives every use. Indices come from the compiler, which
/// resolves each to a word that exists, so they are not checked again.
struct DataMemory {
    /// The first word.
    let words: UnsafeMutablePointer<UInt32>

    /// The bits of a word.
    @inline(__always)
    func bits(_ word: UInt32) -> UInt32 { words[Int(word)] }

    /// Replaces the bits of a word.
    @inline(__always)
    func setBits(_ word: UInt32, _ bits: UInt32) { words[Int(word)] = bits }

    /// Whether one of the masked bits is set.
    @inline(__always)
    func isSet(_ word: UInt32, _ mask: UInt32) -> Bool { words[Int(word)] & mask != 0 }

    /// Sets or clears the masked bits.
    @inline(__always)
    func set(_ word: UInt32, _ mask: UInt32, _ isSet: Bool) {
        let old = words[Int(word)]
        words[Int(word)] = isSet ? old | mask : old & ~mask
    }

    /// A word as a whole number.
    @inline(__always)
    func integer(_ word: UInt32) -> Int32 { Int32(bitPattern: words[Int(word)]) }

    /// Stores a whole number.
    @inline(__always)
    func setInteger(_ word: UInt32, _ value: Int32) { words[Int(word)] = UInt32(bitPattern: value) }

    /// A word as a REAL.
    @inline(__always)
    func real(_ word: UInt32) -> Float { Float(bitPattern: words[Int(word)]) }

    /// Stores a REAL.
    @inline(__always)
    func setReal(_ word: UInt32, _ value: Float) { words[Int(word)] = value.bitPattern }

    /// Stores a whole number, wrapped when it did not fit; false then.
    @inline(__always)
    func setInteger(_ word: UInt32, _ result: (partialValue: Int32, overflow: Bool)) -> Bool {
        words[Int(word)] = UInt32(bitPattern: result.partialValue)
        return !result.overflow
    }

    /// Stores a REAL as IEEE 754 has it; false when it is no finite number although its operands are.
    @inline(__always)
    func setReal(_ word: UInt32, _ result: Float, from a: Float, _ b: Float = 0) -> Bool {
        words[Int(word)] = result.bitPattern
        return result.isFinite || !(a.isFinite && b.isFinite)
    }

    /// Two words as a 64-bit integer, the lower half first.
    @inline(__always)
    func long(_ word: Int) -> Int64 {
        Int64(bitPattern: UInt64(words[word]) | UInt64(words[word + 1]) << 32)
    }

    /// Stores a 64-bit integer in two words.
    @inline(__always)
    func setLong(_ word: Int, _ value: Int64) {
        let bits = UInt64(bitPattern: value)
        words[word] = UInt32(truncatingIfNeeded: bits)
        words[word + 1] = UInt32(truncatingIfNeeded: bits >> 32)
    }

    /// Two words as a 64-bit floating-point number.
    @inline(__always)
    func double(_ word: Int) -> Double { Double(bitPattern: UInt64(bitPattern: long(word))) }

    /// Stores a 64-bit floating-point number in two words.
    @inline(__always)
    func setDouble(_ word: Int, _ value: Double) { setLong(word, Int64(bitPattern: value.bitPattern)) }
}
