/// What faults do to the registers of one value.
extension RegisterImage {
    /// Puts a quiet not-a-number into the registers of an entry with a floating-point encoding; the scale and the
    /// saturation of numbers do not touch it. Any other entry stays as it is.
    package func encodeNotANumber(_ entry: Int) {
        if let content = map.plans[entry].encoding.quietNotANumber { setRaw(entry, content) }
    }

    /// Keeps the register with the lowest address and puts those of `content` into all others.
    package func setAllButFirstRegister(_ entry: Int, _ content: UInt64) {
        let plan = map.plans[entry]
        guard plan.words > 1 else { return }
        let first: UInt64 = 0xFFFF << UInt64(plan.addressStep > 0 ? 0 : 16 * (plan.words - 1))
        setRaw(entry, raw(entry) & first | content & ~first)
    }

    /// Puts the registers of an entry into the opposite order.
    package func reverseRegisters(_ entry: Int) {
        let words = map.plans[entry].words
        let content = raw(entry)
        var reversed: UInt64 = 0
        for rank in 0..<words { reversed = reversed << 16 | content >> UInt64(16 * rank) & 0xFFFF }
        setRaw(entry, reversed)
    }
}

extension RegisterEncoding {
    /// The content that stands for a quiet not-a-number; nil where there is none.
    package var quietNotANumber: UInt64? {
        switch self {
        case .float32: UInt64(Float.nan.bitPattern)
        case .float64: Double.nan.bitPattern
        default: nil
        }
    }
}
