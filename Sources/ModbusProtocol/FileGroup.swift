/// One group of records in a request of function 20 or 21: reference type, file number, record number, record length.
struct FileGroup {
    /// The only reference type that there is.
    static let referenceType: UInt8 = 6
    /// The bytes of a group without its records.
    static let headerLength = 7
    /// The highest record number.
    static let highestRecord = 9999

    /// The reference type as it came.
    let reference: UInt8
    /// The file's number.
    let number: Int
    /// The first record.
    let record: Int
    /// The number of records.
    let count: Int

    /// The group that begins at this place; seven bytes must be there.
    init(_ pdu: UnsafeRawBufferPointer, at place: Int) {
        reference = pdu[place]
        number = Int(bigEndianWord(pdu, at: place + 1))
        record = Int(bigEndianWord(pdu, at: place + 3))
        count = Int(bigEndianWord(pdu, at: place + 5))
    }

    /// The file that has all of the records; nil when there is none.
    func file(in map: RegisterMap) -> RecordFilePlan? {
        guard reference == Self.referenceType, record <= Self.highestRecord else { return nil }
        return map.filePlans.first { $0.number == number && record + count <= $0.recordCount }
    }
}
