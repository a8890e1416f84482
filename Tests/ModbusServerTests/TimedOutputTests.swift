import Testing

@testable import FaultPlan
@testable import ModbusServer

@Suite("What waits for a time", .timeLimit(.minutes(5)))
struct TimedOutputTests {
    /// A waiting reply of one byte.
    private func reply(
        _ byte: UInt8, due: Int64, holds: Bool = true, change: (inout WaitingReply) -> Void = { _ in }
    ) -> WaitingReply {
        var reply = WaitingReply([byte], now: due, hits: [])
        reply.holdsLater = holds
        change(&reply)
        return reply
    }

    /// The bytes that leave up to `now`.
    private func drain(_ output: inout TimedOutput, until now: Int64) -> [UInt8] {
        var bytes: [UInt8] = []
        while let piece = output.takePiece(at: now) { bytes += piece.bytes }
        return bytes
    }

    @Test("replies keep their order behind one that holds, and overtake one that does not")
    func order() {
        var output = TimedOutput()
        output.add(reply(1, due: 100))
        output.add(reply(2, due: 10))
        output.add(reply(3, due: 200, holds: false))
        output.add(reply(4, due: 150))
        #expect(output.dueNanoseconds == 100)
        #expect(drain(&output, until: 99) == [])
        #expect(drain(&output, until: 1000) == [1, 2, 4, 3])
        #expect(output.isEmpty)
        #expect(output.cost == 0)
    }

    @Test("a reply that drips is not interrupted, and its pieces keep their distance when somebody looks late")
    func drip() {
        var output = TimedOutput()
        output.add(
            reply(0, due: 0) {
                $0.bytes = [1, 2, 3, 4, 5]
                $0.drip = .init(first: 1, bytes: 2, everyNanoseconds: 10)
            })
        output.add(reply(9, due: 5, holds: false))
        #expect(drain(&output, until: 0) == [1])
        #expect(drain(&output, until: 9) == [])
        #expect(drain(&output, until: 17) == [2, 3])
        #expect(drain(&output, until: 26) == [])
        #expect(drain(&output, until: 27) == [4, 5, 9])
        #expect(output.cost == 0)
    }

    @Test("what must hurry leaves at once, whole and in order")
    func hurry() {
        var output = TimedOutput()
        output.add(
            reply(0, due: 0) {
                $0.bytes = [1, 2, 3]
                $0.drip = .init(first: 1, bytes: 1, everyNanoseconds: 1_000)
            })
        output.add(reply(4, due: 5_000))
        output.add(reply(5, due: 9_000, holds: false))
        #expect(drain(&output, until: 0) == [1])
        output.hurry(at: 1)
        #expect(drain(&output, until: 1) == [2, 3, 4, 5])
        #expect(output.cost == 0)
    }

    @Test("a linked reply leaves alone when its time is up, and never without its due time")
    func linkedAlone() {
        var output = TimedOutput()
        output.add(
            reply(1, due: 100) {
                $0.link = .joinsNext
                $0.aloneNanoseconds = 500
            })
        #expect(output.dueNanoseconds == 500)
        #expect(drain(&output, until: 499) == [])
        #expect(drain(&output, until: 500) == [1])
        #expect(output.cost == 0)
    }

    @Test("the heap of due times gives the earliest first and forgets what was cleared, against a plain list")
    func heap() {
        var heap = TimerHeap()
        var plain: [Int: Int64] = [:]
        var dice = FaultDice(seed: 7, fault: 0, connection: 0, sequence: 0)
        for _ in 0..<20_000 {
            let slot = Int(dice.next() % 64)
            if dice.next() % 4 == 0 {
                heap.clear(slot)
                plain[slot] = nil
            } else {
                let due = Int64(dice.next() % 1000)
                heap.set(slot, due)
                plain[slot] = due
            }
            #expect(heap.earliest == plain.values.min())
            #expect(heap.count == plain.count)
            if let slot = heap.due(at: 100) { #expect(plain[slot] == heap.earliest) }
        }
    }

    @Test("of two replies in one segment the pair keeps what follows, the pieces and the faults of either")
    func joined() throws {
        var output = TimedOutput()
        let hits = (FaultEngine.Hit(fault: 1, occurrence: 1), FaultEngine.Hit(fault: 2, occurrence: 1))
        output.add(
            reply(1, due: 100) {
                $0.link = .joinsNext
                $0.aloneNanoseconds = 500
                $0.afterwards = .close(.reset)
                $0.drip = .init(first: 1, bytes: 1, everyNanoseconds: 10)
                $0.hits = [hits.0]
            })
        output.add(reply(2, due: 50) { $0.hits = [hits.1] })
        #expect(output.dueNanoseconds == 100, "the later of the two times")
        let firstPiece = output.takePiece(at: 100)
        let first = try #require(firstPiece)
        #expect(Array(first.bytes) == [1] && !first.isLast)
        let secondPiece = output.takePiece(at: 110)
        let second = try #require(secondPiece)
        #expect(Array(second.bytes) == [2] && second.isLast)
        #expect(second.reply.afterwards == .close(.reset))
        #expect(second.reply.hits == [hits.0, hits.1])
        #expect(output.isEmpty && output.cost == 0)
        // What follows the second one wins, and no third one joins.
        output.add(
            reply(3, due: 0) {
                $0.link = .joinsNext
                $0.afterwards = .halfClose
            })
        output.add(
            reply(4, due: 0) {
                $0.link = .joinsNext
                $0.afterwards = .silence
            })
        let pairPiece = output.takePiece(at: 0)
        let pair = try #require(pairPiece)
        #expect(Array(pair.bytes) == [3, 4] && pair.reply.afterwards == .silence)
    }

    @Test("a reply that lets its next one pass leaves right behind it, not before its own time")
    func swapped() {
        var output = TimedOutput()
        output.add(
            reply(1, due: 100) {
                $0.link = .swapsWithNext
                $0.aloneNanoseconds = 500
            })
        output.add(reply(2, due: 300))
        output.add(reply(3, due: 300))
        #expect(drain(&output, until: 299) == [])
        #expect(drain(&output, until: 300) == [2, 1, 3])
        #expect(output.cost == 0)
    }
}
