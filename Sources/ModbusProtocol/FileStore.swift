import Synchronization

/// The records of a unit's files, and functions 20 and 21 on requests that the pre-screen let pass.
///
/// The scan has nothing to do with it: what a client writes stays until a client writes something else. Every
/// reactor that shows the unit reads and writes the same records, one request at a time; nothing is allocated after `init`.
///
/// Invariant behind `@unchecked Sendable`: `records` is touched only while `lock` is held.
package final class FileStore: @unchecked Sendable {
    private let map: RegisterMap
    private let lock = Mutex(())
    private let records: UnsafeMutableBufferPointer<UInt16>

    /// The files of `map` with their content at the start.
    package init(map: RegisterMap) {
        self.map = map
        records = .allocate(capacity: map.files.reduce(0) { $0 + $1.recordCount })
        records.initialize(repeating: 0)
        for (file, plan) in zip(map.files, map.filePlans) {
            for (place, word) in file.content.enumerated() { records[plan.start + place] = word }
        }
    }

    deinit {
        records.deallocate()
    }

    /// Writes function 20's reply PDU; `target` has room for 253 bytes.
    ///
    /// - Returns: the number of bytes.
    package func writeRead(request pdu: UnsafeRawBufferPointer, to target: UnsafeMutableRawBufferPointer) -> Int {
        lock.withLock { _ in copyRead(pdu, to: target) }
    }

    private func copyRead(_ pdu: UnsafeRawBufferPointer, to target: UnsafeMutableRawBufferPointer) -> Int {
        var length = 2
        var place = 2
        while place < pdu.count {
            let group = FileGroup(pdu, at: place)
            let start = firstRecord(of: group)
            target[length] = UInt8(1 + 2 * group.count)
            target[length + 1] = FileGroup.referenceType
            length += 2
            for record in start..<(start + group.count) {
                putWord(records[record], at: length, in: target)
                length += 2
            }
            place += FileGroup.headerLength
        }
        target[0] = FunctionCode.readFileRecord.rawValue
        target[1] = UInt8(length - 2)
        return length
    }

    /// Writes the records of function 21's request and the reply PDU, its echo; `target` has room for 253 bytes.
    ///
    /// - Returns: the number of bytes.
    package func write(request pdu: UnsafeRawBufferPointer, to target: UnsafeMutableRawBufferPointer) -> Int {
        lock.withLock { _ in store(pdu) }
        target.copyMemory(from: pdu)
        return pdu.count
    }

    private func store(_ pdu: UnsafeRawBufferPointer) {
        var place = 2
        while place < pdu.count {
            let group = FileGroup(pdu, at: place)
            let start = firstRecord(of: group)
            place += FileGroup.headerLength
            for record in start..<(start + group.count) {
                records[record] = bigEndianWord(pdu, at: place)
                place += 2
            }
        }
    }

    private func firstRecord(of group: FileGroup) -> Int {
        guard let file = group.file(in: map) else { preconditionFailure("the pre-screen let an unknown file pass") }
        return file.start + group.record
    }
}
