/// The counters that a HotSpot virtual machine keeps in a file that everybody may map: its performance data, version 2.
///
/// The layout is that of `perfMemory.hpp` and `perfData.hpp` in HotSpot's sources: a prologue of 32 bytes, then one entry
/// a counter with its name, kind and value. The machine writes while we read, so a value may be of the moment before its
/// neighbour's.
struct PerformanceData {
    /// The most entries that are looked at; a machine of today has some 250.
    static let mostEntries = 8192
    /// The most bytes of a file that are read; HotSpot makes 32 KiB unless it is told otherwise.
    static let mostBytes = 1 << 20
    /// What the names of the collectors' counters and of the heap's spaces begin with.
    static let collectorPrefix: StaticString = "sun.gc."

    /// The collectors' whole numbers by name: `sun.gc.collector.0.invocations`.
    let numbers: [String: Int64]

    /// Reads `bytes`, the content of such a file.
    ///
    /// - Throws: `PerformanceDataError` where it is none or not yet complete.
    init(_ bytes: UnsafeRawBufferPointer) throws(PerformanceDataError) {
        guard bytes.count >= 32, bytes[0] == 0xCA, bytes[1] == 0xFE, bytes[2] == 0xC0, bytes[3] == 0xC0 else {
            throw .notPerformanceData
        }
        guard bytes[5] == 2 else { throw .unknownVersion(Int(bytes[5])) }
        let isLittle = bytes[4] == 1
        func number<Value: FixedWidthInteger>(_ at: Int, _: Value.Type) -> Value? {
            guard at >= 0, at + MemoryLayout<Value>.size <= bytes.count else { return nil }
            let value = bytes.loadUnaligned(fromByteOffset: at, as: Value.self)
            return isLittle ? Value(littleEndian: value) : Value(bigEndian: value)
        }
        guard bytes[7] == 1, let first = number(24, Int32.self), let count = number(28, Int32.self), count > 0 else {
            throw .notComplete
        }
        var numbers: [String: Int64] = [:]
        var entry = Int(first)
        for _ in 0..<min(Int(count), Self.mostEntries) {
            guard let length = number(entry, Int32.self), length >= 20, let name = number(entry + 4, Int32.self),
                let kind = number(entry + 12, UInt8.self), let place = number(entry + 16, Int32.self)
            else { throw .notComplete }
            // J is a long, as in Java's own type descriptors.
            if kind == UInt8(ascii: "J"), let value = number(entry + Int(place), Int64.self),
                let text = Self.name(in: bytes, at: entry + Int(name))
            {
                numbers[text] = value
            }
            entry += Int(length)
        }
        self.numbers = numbers
    }

    /// The name at `start`, which ends at a zero byte; nil when it is none of the collectors'.
    private static func name(in bytes: UnsafeRawBufferPointer, at start: Int) -> String? {
        let prefix = collectorPrefix
        let count = prefix.utf8CodeUnitCount
        guard start >= 0, start + count < bytes.count else { return nil }
        for index in 0..<count where bytes[start + index] != prefix.utf8Start[index] { return nil }
        guard let end = bytes[start...].firstIndex(of: 0) else { return nil }
        return String(decoding: bytes[start..<end], as: UTF8.self)
    }
}

/// Why a file is no performance data that can be read.
enum PerformanceDataError: Error, Equatable {
    /// It does not begin as such a file does.
    case notPerformanceData
    /// It is of another version than 2, which every HotSpot since Java 5 writes.
    case unknownVersion(Int)
    /// The machine is starting, or an entry is cut off.
    case notComplete

    /// As part of a sentence.
    var reason: String {
        switch self {
        case .notPerformanceData: "its performance-data file has no known form"
        case .unknownVersion(let version): "its performance data is of version \(version), and 2 is known"
        case .notComplete: "its performance data is not complete yet"
        }
    }
}
