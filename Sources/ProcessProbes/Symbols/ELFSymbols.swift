/// The functions that an ELF file names in its symbol tables `.symtab` and `.dynsym`; pure on the file's bytes.
///
/// 64-bit files of this machine's byte order, which is all that the tally goes into. Whatever the bytes hold, nothing
/// outside them is read.
package struct ELFSymbols: Sendable {
    /// The most symbols that are kept.
    package static let mostSymbols = 4_000_000
    /// The most characters of a name.
    package static let mostCharacters = 1000

    private struct Function {
        var start: UInt64
        /// 0 where the table does not say it.
        var size: UInt64
        /// Where the name begins in the file.
        var name: Int
    }
    private struct Segment {
        var fileOffset: UInt64
        var address: UInt64
        var fileSize: UInt64
    }

    private var functions: [Function] = []
    private var segments: [Segment] = []

    /// Reads the tables of the file with these `bytes`; nil when it is no 64-bit ELF file of this byte order.
    package init?(_ bytes: UnsafeRawBufferPointer) {
        guard bytes.count >= 64, bytes.prefix(4).elementsEqual([0x7F, 0x45, 0x4C, 0x46]), bytes[4] == 2, bytes[5] == 1
        else { return nil }
        readSegments(bytes)
        readSections(bytes)
        functions.sort { ($0.start, $0.size) < ($1.start, $1.size) }
    }

    /// How many functions are named.
    package var count: Int { functions.count }

    /// The address, as the file's own tables count, of the byte at `offset` of the file; nil when it is not loaded.
    package func address(ofFileOffset offset: UInt64) -> UInt64? {
        guard let segment = segments.first(where: { offset >= $0.fileOffset && offset - $0.fileOffset < $0.fileSize })
        else { return nil }
        return segment.address &+ (offset - segment.fileOffset)
    }

    /// The function in which `address` stands, by its name in `bytes`, which are those of `init`; nil when none covers
    /// it.
    package func function(at address: UInt64, in bytes: UnsafeRawBufferPointer) -> (name: String, offset: UInt64)? {
        var low = 0
        var high = functions.count
        while low < high {
            let middle = (low + high) / 2
            if functions[middle].start <= address { low = middle + 1 } else { high = middle }
        }
        // Of names for one function the last one has the largest size; one without a size reaches to the next.
        guard low > 0 else { return nil }
        let found = functions[low - 1]
        guard found.size == 0 || address - found.start < found.size, let name = Self.text(bytes, found.name) else {
            return nil
        }
        return (name, address - found.start)
    }

    private mutating func readSegments(_ bytes: UnsafeRawBufferPointer) {
        let table = Self.number(bytes, 32, 8)
        let size = Int(Self.number(bytes, 54, 2))
        guard size >= 56 else { return }
        for index in 0..<Int(Self.number(bytes, 56, 2)) {
            guard let start = Self.place(table, index * size), Self.number(bytes, start, 4) == 1 else { continue }
            segments.append(
                Segment(
                    fileOffset: Self.number(bytes, start + 8, 8), address: Self.number(bytes, start + 16, 8),
                    fileSize: Self.number(bytes, start + 32, 8)))
        }
    }

    private mutating func readSections(_ bytes: UnsafeRawBufferPointer) {
        let table = Self.number(bytes, 40, 8)
        let size = Int(Self.number(bytes, 58, 2))
        let count = Int(Self.number(bytes, 60, 2))
        guard size >= 64 else { return }
        for index in 0..<count {
            guard let section = Self.place(table, index * size) else { return }
            let type = Self.number(bytes, section + 4, 4)
            let link = Int(Self.number(bytes, section + 40, 4))
            // 2 is SHT_SYMTAB and 11 SHT_DYNSYM; the link names the section of their texts.
            guard type == 2 || type == 11, link < count, let texts = Self.place(table, link * size) else { continue }
            readSymbols(
                bytes, from: Self.number(bytes, section + 24, 8), count: Self.number(bytes, section + 32, 8) / 24,
                names: Self.number(bytes, texts + 24, 8))
        }
    }

    private mutating func readSymbols(_ bytes: UnsafeRawBufferPointer, from: UInt64, count: UInt64, names: UInt64) {
        guard from < UInt64(bytes.count), names < UInt64(bytes.count) else { return }
        let most = min(count, (UInt64(bytes.count) - from) / 24)
        for index in 0..<Int(most) where functions.count < Self.mostSymbols {
            let symbol = Int(from) + index * 24
            // 2 is STT_FUNC and 10 STT_GNU_IFUNC; section 0 says that it is defined elsewhere.
            let type = bytes[symbol + 4] & 15
            guard type == 2 || type == 10, Self.number(bytes, symbol + 6, 2) != 0 else { continue }
            functions.append(
                Function(
                    start: Self.number(bytes, symbol + 8, 8), size: Self.number(bytes, symbol + 16, 8),
                    name: Int(names) + Int(Self.number(bytes, symbol, 4))))
        }
    }

    /// A table's place and a distance from it, where both fit a signed number.
    private static func place(_ table: UInt64, _ distance: Int) -> Int? {
        guard let start = Int(exactly: table) else { return nil }
        let (place, isTooFar) = start.addingReportingOverflow(distance)
        return isTooFar || place > Int.max - 64 ? nil : place
    }

    private static func number(_ bytes: UnsafeRawBufferPointer, _ at: Int, _ count: Int) -> UInt64 {
        guard at >= 0, at <= bytes.count - count else { return 0 }
        var value: UInt64 = 0
        for index in (0..<count).reversed() { value = value << 8 | UInt64(bytes[at + index]) }
        return value
    }

    private static func text(_ bytes: UnsafeRawBufferPointer, _ at: Int) -> String? {
        guard at >= 0, at < bytes.count else { return nil }
        let name = bytes[at..<min(bytes.count, at + mostCharacters)].prefix { $0 != 0 }
        return name.isEmpty ? nil : String(decoding: name, as: UTF8.self)
    }
}
