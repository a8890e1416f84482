/// The texts of a heap snapshot, each cut to a length that names need, in one block of memory.
struct HeapStrings {
    /// The longest text that is kept, bytes.
    static let mostBytes = 120

    private var bytes: [UInt8] = []
    private var ends: [Int] = []

    /// How many there are.
    var count: Int { ends.count }

    /// How much is kept, bytes.
    var size: Int { bytes.count }

    /// Adds the next text.
    mutating func append(_ text: ArraySlice<UInt8>) {
        bytes += text.prefix(Self.mostBytes)
        ends.append(bytes.count)
    }

    /// A text; empty beyond the last.
    subscript(_ number: Int) -> String {
        guard ends.indices.contains(number) else { return "" }
        let start = number == 0 ? 0 : ends[number - 1]
        return String(decoding: bytes[start..<ends[number]], as: UTF8.self)
    }
}
