/// How a value lies in a register table.
package enum RegisterEncoding: String, CaseIterable, Sendable {
    /// One coil or discrete input, or one bit of a register: 0 or 1.
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
    /// Four registers, two's complement; numbers beyond ±2^53 are rounded to the nearest binary64.
    case int64
    /// Four registers, 0...2^64 - 1; numbers above 2^53 are rounded to the nearest binary64.
    case uint64
    /// Four registers, IEEE 754 binary64.
    case float64
    /// Two characters a register, as many registers as the text needs; it has no number.
    case string

    /// The encodings of numbers in registers.
    package static let numbers = allCases.filter { $0 != .bit && $0 != .string }

    /// The number of addresses that a number takes: 1, 2 or 4. What a string takes depends on its text, and is at
    /// least 1.
    package var words: Int {
        switch self {
        case .bit, .int16, .uint16, .string: 1
        case .int32, .uint32, .float32: 2
        case .int64, .uint64, .float64: 4
        }
    }

    /// The register content for `number`, in the low bits.
    ///
    /// Integers round half to even and saturate at the encoding's limits; not-a-number becomes 0. A binary32 or
    /// binary64 saturates at its largest finite magnitude and keeps not-a-number. A bit is 1 above 0.5.
    package func raw(from number: Double) -> UInt64 {
        switch self {
        case .bit: number > 0.5 ? 1 : 0
        case .int16: UInt64(UInt16(bitPattern: Int16(saturating(number, -32768, 32767))))
        case .uint16: UInt64(saturating(number, 0, 65535))
        case .int32: UInt64(UInt32(bitPattern: Int32(saturating(number, -2_147_483_648, 2_147_483_647))))
        case .uint32: UInt64(saturating(number, 0, 4_294_967_295))
        case .float32: UInt64(float(from: number).bitPattern)
        case .int64: UInt64(bitPattern: wideInteger(from: number))
        case .uint64: wideInteger(from: number)
        case .float64: finite(number).bitPattern
        case .string: preconditionFailure("a string is constant and has no number")
        }
    }

    /// The number that this register content stands for.
    package func number(fromRaw raw: UInt64) -> Double {
        switch self {
        case .bit: raw & 1 == 0 ? 0 : 1
        case .int16: Double(Int16(truncatingIfNeeded: raw))
        case .uint16: Double(UInt16(truncatingIfNeeded: raw))
        case .int32: Double(Int32(truncatingIfNeeded: raw))
        case .uint32: Double(UInt32(truncatingIfNeeded: raw))
        case .float32: Double(Float(bitPattern: UInt32(truncatingIfNeeded: raw)))
        case .int64: Double(Int64(bitPattern: raw))
        case .uint64: Double(raw)
        case .float64: Double(bitPattern: raw)
        case .string: preconditionFailure("a string is constant and has no number")
        }
    }

    private func saturating(_ number: Double, _ low: Double, _ high: Double) -> Double {
        number.isNaN ? 0 : min(max(number.rounded(.toNearestOrEven), low), high)
    }

    /// The nearest 64-bit integer. The limits are judged before the conversion, as the largest of these integers have
    /// no binary64 of their own: `Double(Int64.max)` is one more than `Int64.max`.
    private func wideInteger<Integer: FixedWidthInteger>(from number: Double) -> Integer {
        let rounded = number.rounded(.toNearestOrEven)
        if rounded >= Double(Integer.max) { return .max }
        if rounded <= Double(Integer.min) { return .min }
        return rounded.isNaN ? 0 : Integer(rounded)
    }

    private func finite(_ number: Double) -> Double {
        number.isInfinite ? (number > 0 ? .greatestFiniteMagnitude : -.greatestFiniteMagnitude) : number
    }

    private func float(from number: Double) -> Float {
        let limit = Double(Float.greatestFiniteMagnitude)
        return number.isNaN ? .nan : Float(min(max(number, -limit), limit))
    }
}
