/// The four register tables and the queues of a unit in one piece of memory: a byte for each bit, 16 bits for each
/// register, as the Modbus library wants them.
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

    /// For each queue its number of values, the values, oldest first, and the value that it was fed last.
    let queueWords: UnsafeMutablePointer<UInt16>

    private let memory: UnsafeMutableRawPointer
    private let byteCount: Int

    /// An image of `map` with every number 0, every string in place and every queue empty.
    package init(map: RegisterMap) {
        self.map = map
        let holding = map.extent(of: .holdingRegister)
        let input = map.extent(of: .inputRegister)
        let coil = map.extent(of: .coil)
        let discrete = map.extent(of: .discreteInput)
        let queued = map.queues.count * RegisterQueue.imageWords
        byteCount = 2 * (holding + input + queued) + coil + discrete
        // At least a word, so that an empty table still has an address to point at.
        memory = .allocate(byteCount: max(byteCount, 8), alignment: 64)
        memory.initializeMemory(as: UInt8.self, repeating: 0, count: max(byteCount, 8))
        holdingRegisters = memory.assumingMemoryBound(to: UInt16.self)
        inputRegisters = holdingRegisters + holding
        queueWords = inputRegisters + input
        coils = (memory + 2 * (holding + input + queued)).assumingMemoryBound(to: UInt8.self)
        discreteInputs = coils + coil
        for entry in map.entries {
            guard let text = entry.text else { continue }
            let registers = entry.table == .holdingRegister ? holdingRegisters : inputRegisters
            for place in 0..<text.words {
                registers[entry.offset + place] = text.register(
                    at: place, lowByteFirst: entry.wordOrder.hasLowByteFirst)
            }
        }
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

    /// Tells the queue with this index the present value of its tag: if its register's content changed since the last
    /// call, the new content joins the queue, and the oldest leaves a full one. Allocates nothing.
    ///
    /// The first call of all is no change. Only on the image that the scan keeps from one publication to the next.
    package func feed(_ queue: Int, _ value: Double, isFirst: Bool) {
        let words = queueWords + queue * RegisterQueue.imageWords
        let content = map.queuePlans[queue].content(value)
        let last = words + RegisterQueue.capacity + 1
        defer { last.pointee = content }
        guard !isFirst, last.pointee != content else { return }
        var count = Int(words[0])
        if count == RegisterQueue.capacity {
            (words + 1).update(from: words + 2, count: count - 1)
            count -= 1
        }
        words[1 + count] = content
        words[0] = UInt16(count + 1)
    }

    /// Writes function 24's reply PDU for the queue with this index; `target` has room for 253 bytes.
    ///
    /// - Returns: the number of bytes.
    package func writeQueue(_ queue: Int, to target: UnsafeMutableRawBufferPointer) -> Int {
        let words = queueWords + queue * RegisterQueue.imageWords
        let count = Int(words[0])
        target[0] = FunctionCode.readQueue.rawValue
        putWord(UInt16(2 + 2 * count), at: 1, in: target)
        for place in 0...count { putWord(words[place], at: 3 + 2 * place, in: target) }
        return 5 + 2 * count
    }

    /// Takes over every register of `other`, which must be an image of the same map.
    func copyRegisters(from other: RegisterImage) {
        precondition(byteCount == other.byteCount, "the two images are of different register maps")
        memory.copyMemory(from: other.memory, byteCount: byteCount)
    }
}
