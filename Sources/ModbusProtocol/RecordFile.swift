/// A file that functions 20 and 21 read and write: records of one register each, addressed from 0.
package struct RecordFile: Hashable, Sendable {
    /// The records that a file can have (MODBUS Application Protocol V1.1b3, section 6.14).
    package static let longest = 10_000
    /// The records of all files of a unit: 128 KiB.
    package static let totalRecords = 65_536

    /// The number that requests name it by, 1...65535.
    package var number: Int
    /// The name for people.
    package var name: String
    /// The number of records, 1...10000.
    package var recordCount: Int
    /// Whether a client may write it.
    package var writable: Bool
    /// What the first records hold at the start; the others hold 0.
    package var content: [UInt16]
    /// What it holds, in a sentence.
    package var summary: String

    /// A file. A number or a count outside its range, or more content than records, is an error of the caller.
    package init(
        number: Int, name: String, recordCount: Int, writable: Bool = false, content: [UInt16] = [],
        summary: String = ""
    ) {
        precondition((1...65_535).contains(number), "a file number is 1...65535")
        precondition((1...Self.longest).contains(recordCount), "a file has 1...10000 records")
        precondition(content.count <= recordCount, "a file has more content than records")
        self.number = number
        self.name = name
        self.recordCount = recordCount
        self.writable = writable
        self.content = content
        self.summary = summary
    }
}

/// What the server needs of a `RecordFile`, without its text.
struct RecordFilePlan: Sendable {
    /// The number that requests name it by.
    let number: Int
    /// The number of records.
    let recordCount: Int
    /// Whether a client may write it.
    let writable: Bool
    /// The place of its first record in the store.
    let start: Int

    /// The plans for these files, one behind the other.
    static func plans(of files: [RecordFile]) -> [RecordFilePlan] {
        var start = 0
        return files.map { file in
            defer { start += file.recordCount }
            return RecordFilePlan(
                number: file.number, recordCount: file.recordCount, writable: file.writable, start: start)
        }
    }
}
