/// How a tag's number lies in a register table.
package enum RegisterEncoding: String, CaseIterable, Sendable {
    /// One coil or discrete input: 0 or 1.
    case bit
    /// One register, two's complement, -32768...32767.
    case int16
    /// One register, 0...65535.
    case uint16
    /// Two registers, two's complement.
    case int32
    /// Two registers, 0...4294967295.
    case uint32
    /// Two registers, IEEE 754 binary32.
    case float32

    /// The number of addresses that a value takes: 1 or 2.
    package var words: Int {
        switch self {
        case .bit, .int16, .uint16: 1
        case .int32, .uint32, .float32: 2
        }
    }

    /// The register content for `number`, in the low bits.
    ///
    /// Integers round half to even and saturate at the encoding's limits; not-a-number becomes 0. A binary32 saturates
    /// at its largest finite magnitude and keeps not-a-number. A bit is 1 above 0.5.
    package func raw(from number: Double) -> UInt32 {
        switch self {
        case .bit: number > 0.5 ? 1 : 0
        case .int16: UInt32(UInt16(bitPattern: Int16(saturating(number, -32768, 32767))))
        case .uint16: UInt32(saturating(number, 0, 65535))
        case .int32: UInt32(bitPattern: Int32(saturating(number, -2_147_483_648, 2_147_483_647)))
        case .uint32: UInt32(saturating(number, 0, 4_294_967_295))
        case .float32: float(from: number).bitPattern
        }
    }

    /// The number that this register content stands for.
    package func number(fromRaw raw: UInt32) -> Double {
        switch self {
        case .bit: raw & 1 == 0 ? 0 : 1
        case .int16: Double(Int16(truncatingIfNeeded: raw))
        case .uint16: Double(UInt16(truncatingIfNeeded: raw))
        case .int32: Double(Int32(bitPattern: raw))
        case .uint32: Double(raw)
        case .float32: Double(Float(bitPattern: raw))
        }
    }

    private func saturating(_ number: Double, _ low: Double, _ high: Double) -> Double {
        number.isNaN ? 0 : min(max(number.rounded(.toNearestOrEven), low), high)
    }

    private func float(from number: Double) -> Float {
        let limit = Double(Float.greatestFiniteMagnitude)
        return number.isNaN ? .nan : Float(min(max(number, -limit), limit))
    }
}
