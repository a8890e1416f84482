/// The four register tables of a unit in one piece of memory: a byte for each bit, 16 bits for each register, as the
/// Modbus library wants them.
///
/// Not safe to share between threads; `ImageExchange` hands whole images over.
package final class RegisterImage {
    /// Which value lies where.
    package let map: RegisterMap
    /// `map.extent(of: .coil)` bytes, each 0 or 1.
    package let coils: UnsafeMutablePointer<UInt8>
    /// `map.extent(of: .discreteInput)` bytes, each 0 or 1.
    package let discreteInputs: UnsafeMutablePointer<UInt8>
    /// `map.extent(of: .holdingRegister)` registers in the machine's own byte order.
    package let holdingRegisters: UnsafeMutablePointer<UInt16>
    /// `map.extent(of: .inputRegister)` registers in the machine's own byte order.
    package let inputRegisters: UnsafeMutablePointer<UInt16>
    /// The number of client writes that the scan had latched when it published this image.
    var latchedWrites: UInt64 = 0

    private let memory: UnsafeMutableRawPointer
    private let byteCount: Int

    /// An image of `map` with every address 0.
    package init(map: RegisterMap) {
        self.map = map
        let holding = map.extent(of: .holdingRegister)
        let input = map.extent(of: .inputRegister)
        let coil = map.extent(of: .coil)
        let discrete = map.extent(of: .discreteInput)
        byteCount = 2 * (holding + input) + coil + discrete
        // At least a word, so that an empty table still has an address to point at.
        memory = .allocate(byteCount: max(byteCount, 8), alignment: 64)
        memory.initializeMemory(as: UInt8.self, repeating: 0, count: max(byteCount, 8))
        holdingRegisters = memory.assumingMemoryBound(to: UInt16.self)
        inputRegisters = holdingRegisters + holding
        coils = (memory + 2 * (holding + input)).assumingMemoryBound(to: UInt8.self)
        discreteInputs = coils + coil
    }

    deinit {
        memory.deallocate()
    }

    /// Puts a tag's value into the registers of the entry with this index: scaled, rounded, saturated.
    package func encode(_ entry: Int, _ value: Double) {
        setRaw(entry, map.plans[entry].raw(fromValue: value))
    }

    /// The tag's value that the registers of the entry with this index stand for.
    package func decode(_ entry: Int) -> Double {
        map.plans[entry].value(fromRaw: raw(entry))
    }

    /// The content of the registers of the entry with this index, in the low bits.
    package func raw(_ entry: Int) -> UInt64 {
        let plan = map.plans[entry]
        switch plan.table {
        case .coil: return UInt64(coils[plan.offset])
        case .discreteInput: return UInt64(discreteInputs[plan.offset])
        case .holdingRegister: return plan.join { holdingRegisters[$0] }
        case .inputRegister: return plan.join { inputRegisters[$0] }
        }
    }

    /// Puts this content into the registers of the entry with this index.
    package func setRaw(_ entry: Int, _ raw: UInt64) {
        let plan = map.plans[entry]
        switch plan.table {
        case .coil: coils[plan.offset] = UInt8(raw & 1)
        case .discreteInput: discreteInputs[plan.offset] = UInt8(raw & 1)
        case .holdingRegister: plan.split(raw, into: holdingRegisters)
        case .inputRegister: plan.split(raw, into: inputRegisters)
        }
    }

    /// Function 7's byte: coil 0 in bit 0 to coil 7 in bit 7; a coil that is not mapped is 0.
    package var exceptionStatus: UInt8 {
        (0..<min(8, map.extent(of: .coil))).reduce(0) { $0 | (coils[$1] & 1) << UInt8($1) }
    }

    /// Takes over every register of `other`, which must be an image of the same map.
    func copyRegisters(from other: RegisterImage) {
        precondition(byteCount == other.byteCount, "the two images are of different register maps")
        memory.copyMemory(from: other.memory, byteCount: byteCount)
    }
}
