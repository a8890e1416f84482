import Testing

@testable import ProcessProbes

@Suite("HotSpot's performance data", .timeLimit(.minutes(5)))
struct PerformanceDataTests {
    /// A file of performance data with these long counters, as HotSpot writes it.
    static func file(
        _ counters: KeyValuePairs<String, Int64>, isLittle: Bool = true, version: UInt8 = 2, isAccessible: Bool = true
    ) -> [UInt8] {
        func bytes<Value: FixedWidthInteger>(_ value: Value) -> [UInt8] {
            withUnsafeBytes(of: isLittle ? value.littleEndian : value.bigEndian) { Array($0) }
        }
        var file: [UInt8] = [0xCA, 0xFE, 0xC0, 0xC0, isLittle ? 1 : 0, version, 0, isAccessible ? 1 : 0]
        file += bytes(Int32(0)) + bytes(Int32(0)) + bytes(Int64(7)) + bytes(Int32(32)) + bytes(Int32(counters.count))
        for (name, value) in counters {
            let text = Array(name.utf8) + [0]
            let padding = [UInt8](repeating: 0, count: (8 - (20 + text.count) % 8) % 8)
            let place = Int32(20 + text.count + padding.count)
            file += bytes(place + 8) + bytes(Int32(20)) + bytes(Int32(0)) + [UInt8(ascii: "J"), 1, 2, 3]
            file += bytes(place) + text + padding + bytes(value)
        }
        return file
    }

    private func read(_ file: [UInt8]) throws(PerformanceDataError) -> PerformanceData {
        let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: file.count, alignment: 16)
        defer { copy.deallocate() }
        copy.copyBytes(from: file)
        return try PerformanceData(UnsafeRawBufferPointer(copy))
    }

    private static let generational: KeyValuePairs<String, Int64> = [
        "sun.gc.collector.0.invocations": 28, "sun.gc.collector.1.invocations": 2, "java.threads.live": 9,
        "sun.gc.generation.0.capacity": 22_000_000, "sun.gc.generation.0.space.0.used": 4_700_000,
        "sun.gc.generation.0.space.1.used": 0, "sun.gc.generation.0.space.2.used": 300_000,
        "sun.gc.generation.1.capacity": 44_000_000, "sun.gc.generation.1.space.0.used": 4_000_000,
    ]

    @Test("counters are read in both byte orders, the collectors' only", arguments: [true, false])
    func orders(isLittle: Bool) throws {
        let data = try read(Self.file(Self.generational, isLittle: isLittle))
        #expect(data.numbers["sun.gc.collector.0.invocations"] == 28)
        #expect(data.numbers["java.threads.live"] == nil)
        #expect(data.numbers.count == Self.generational.count - 1)
    }

    @Test("a heap is what lies outside eden, with collections by kind")
    func generations() throws {
        let data = try read(Self.file(Self.generational))
        let heap = try #require(JavaHeap(data))
        #expect(
            heap
                == JavaHeap(
                    youngCollections: 28, wholeCollections: 2, afterBytes: 4_300_000, committedBytes: 66_000_000))
        #expect(heap.collections == 30)
    }

    @Test("a collector without generations has one space, and its cycles are whole collections")
    func withoutGenerations() throws {
        let data = try read(
            Self.file([
                "sun.gc.collector.2.invocations": 42, "sun.gc.generation.1.capacity": 67_108_864,
                "sun.gc.generation.1.space.0.used": 10_485_760,
            ]))
        let heap = try #require(JavaHeap(data))
        #expect(heap.youngCollections == 0)
        #expect(heap.wholeCollections == 42)
        #expect(heap.afterBytes == 10_485_760)
    }

    @Test("a machine that tells of no heap gives none")
    func noHeap() throws {
        let data = try read(Self.file(["sun.gc.collector.0.invocations": 1]))
        #expect(JavaHeap(data) == nil)
    }

    @Test("what is no such file, of another version or not complete says so")
    func refusals() {
        let file = Self.file(Self.generational)
        func refusal(_ file: [UInt8]) -> PerformanceDataError? {
            do throws(PerformanceDataError) {
                _ = try read(file)
                return nil
            } catch {
                return error
            }
        }
        #expect(refusal([]) == .notPerformanceData)
        #expect(refusal([0] + file.dropFirst()) == .notPerformanceData)
        #expect(refusal(Self.file(Self.generational, version: 1)) == .unknownVersion(1))
        #expect(refusal(Self.file(Self.generational, isAccessible: false)) == .notComplete)
        #expect(refusal(Self.file([:])) == .notComplete)
        // Cut off anywhere within an entry's head: never a trap, and never read beyond the end.
        for length in 32..<file.count { _ = refusal(Array(file.prefix(length))) }
        #expect(refusal(Array(file.prefix(60))) == .notComplete)
    }

    @Test("an entry that points outside the file is passed over")
    func outside() throws {
        var file = Self.file(["sun.gc.collector.0.invocations": 1])
        // The entry's data offset, at 16 of its 20 bytes.
        file.replaceSubrange(48..<52, with: [0xFF, 0xFF, 0xFF, 0x7F])
        #expect(try read(file).numbers.isEmpty)
    }

    @Test("what is used after a collection is read one sample after it was counted")
    func settling() {
        var settling = CollectionSettling()
        #expect(settling.note(collections: 0, bytes: 900) == nil)
        #expect(settling.note(collections: 0, bytes: 950) == nil)
        // The counter moves before the figures: 950 is still that of before.
        #expect(settling.note(collections: 1, bytes: 950) == nil)
        #expect(settling.note(collections: 1, bytes: 300) == 300)
        #expect(settling.note(collections: 1, bytes: 350) == 300)
        #expect(settling.note(collections: 2, bytes: 350) == 300)
        #expect(settling.note(collections: 3, bytes: 310) == 310)
        #expect(settling.note(collections: 3, bytes: 320) == 320)
        #expect(settling.note(collections: 3, bytes: 330) == 320)
    }

    @Test("of a machine that had collected before it was seen, the first figure waits a sample too")
    func settlingLate() {
        var settling = CollectionSettling()
        #expect(settling.note(collections: 7, bytes: 500) == nil)
        #expect(settling.note(collections: 7, bytes: 510) == 510)
    }
}
