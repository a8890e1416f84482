import FaultPlan
import Glibc
import ModbusProtocol
import Testing

@testable import ModbusServer

@Suite("Faults of replies", .timeLimit(.minutes(5)))
struct ReplyFaultTests {
    /// What each kind makes of the honest reply to one request, by exact bytes.
    static let bytes: [(kind: String, parameters: [String: ParameterValue], expected: [UInt8])] = [
        ("transaction-id", ["mode": .word("zero")], readReply(2, transaction: 0)),
        ("protocol-id", ["value": .integer(7)], [0x12, 0x34, 0, 7, 0, 7, 1, 4, 4, 3, 0xE8, 3, 0xE9]),
        (
            "length", ["mode": .word("value"), "value": .integer(9)],
            [0x12, 0x34, 0, 0, 0, 9, 1, 4, 4, 3, 0xE8, 3, 0xE9]
        ),
        ("duplicate-reply", [:], readReply(2) + readReply(2)),
        ("unit-id", ["value": .integer(9)], [0x12, 0x34, 0, 0, 0, 7, 9, 4, 4, 3, 0xE8, 3, 0xE9]),
        ("function-code", ["value": .integer(3)], [0x12, 0x34, 0, 0, 0, 7, 1, 3, 4, 3, 0xE8, 3, 0xE9]),
        ("byte-count", ["by": .integer(1)], [0x12, 0x34, 0, 0, 0, 7, 1, 4, 5, 3, 0xE8, 3, 0xE9]),
        ("truncate", ["bytes": .integer(2), "length": .word("keep")], [0x12, 0x34, 0, 0, 0, 7, 1, 4, 4, 3, 0xE8]),
        ("truncate", ["bytes": .integer(2), "length": .word("fix")], [0x12, 0x34, 0, 0, 0, 5, 1, 4, 4, 3, 0xE8]),
        ("fewer-registers", ["registers": .integer(1)], [0x12, 0x34, 0, 0, 0, 5, 1, 4, 2, 3, 0xE8]),
        (
            "read-back", ["register": .integer(1), "by": .integer(-2)],
            [0x12, 0x34, 0, 0, 0, 7, 1, 4, 4, 3, 0xE8, 3, 0xE7]
        ),
    ]

    @Test(
        "a spoilt reply has the bytes that the fault says, and the next one after its end has the honest ones",
        arguments: 0..<11)
    func spoilt(index: Int) throws {
        let (kind, parameters, expected) = Self.bytes[index]
        let server = try TestServer()
        defer { server.server.stop() }
        let client = try TestClient(port: server.port)
        server.begin(armed(kind, parameters))
        try client.send(read(2))
        #expect(try client.receive(expected.count) == expected)
        server.end()
        try client.send(read(2))
        #expect(try client.receiveFrame() == readReply(2))
        #expect(client.hearsNothing(forMilliseconds: 0))
        let acceptance = server.acceptance()
        #expect(acceptance.hits == 1)
        #expect(acceptance.changed == 1)
        #expect(acceptance.bytes == UInt64(expected.count))
    }

    @Test("flipped bits are as many as asked for, trailing bytes follow the honest ones, and a seed repeats both")
    func drawn() throws {
        func replies(seed: UInt64) throws -> [[UInt8]] {
            let server = try TestServer()
            defer { server.server.stop() }
            let client = try TestClient(port: server.port)
            server.begin(armed("flip", ["bits": .integer(3)], seed: seed))
            try client.send(read(2))
            let flipped = try client.receive(13)
            server.end()
            server.begin(armed("trailing", id: 1, ["bytes": .integer(4), "length": .word("keep")], seed: seed))
            try client.send(read(2))
            return [flipped, try client.receive(17)]
        }
        let drawn = try replies(seed: 1)
        #expect(zip(drawn[0], readReply(2)).map { ($0 ^ $1).nonzeroBitCount }.reduce(0, +) == 3)
        #expect(Array(drawn[1][..<13]) == readReply(2))
        #expect(try replies(seed: 1) == drawn)
        #expect(try replies(seed: 2) != drawn)
    }

    @Test("a dropped reply was served: the write has its effect, and the next reply is in step")
    func dropped() throws {
        let server = try TestServer()
        defer { server.server.stop() }
        let client = try TestClient(port: server.port)
        server.begin(armed("drop", target: { $0.functions = [6] }))
        try client.send(frame([6, 0, 5, 0, 77]) + frame([3, 0, 5, 0, 1]))
        #expect(try client.receiveFrame() == frame([3, 2, 0, 77]))
        #expect(server.acceptance().withheld == 1)
    }

    @Test("a reply cut short is followed by the end of the connection", arguments: CloseManner.allCases)
    func cut(manner: CloseManner) throws {
        let server = try TestServer()
        defer { server.server.stop() }
        let client = try TestClient(port: server.port)
        server.begin(armed("reset-mid-answer", ["bytes": .integer(5), "close": .word(manner.rawValue)]))
        try client.send(read(2))
        #expect(try client.receive(5) == Array(readReply(2)[..<5]))
        #expect(client.end() == (manner == .reset ? .reset : .orderly))
        _ = try TestClient(port: server.port).end
        #expect(TestServer.waits { server.acceptance().reconnected.count == 1 })
        let acceptance = server.acceptance()
        #expect(manner == .reset ? acceptance.resets == 1 : acceptance.closes == 1)
        #expect(acceptance.gaveUp == 0)
        #expect(server.server.counters.closedByFault == 1)
    }

    @Test("a client that does not come back after the end of its connection has given up")
    func gaveUp() throws {
        let server = try TestServer()
        defer { server.server.stop() }
        let client = try TestClient(port: server.port)
        server.begin(armed("reset-mid-request"))
        try client.send(read(2))
        #expect(client.end() == .reset)
        #expect(server.acceptance().gaveUp == 1)
        #expect(server.acceptance().reconnected.count == 0)
    }

    @Test("a delayed reply comes no earlier than its time, and the replies behind it keep their order")
    func delayed() throws {
        let server = try TestServer()
        defer { server.server.stop() }
        let client = try TestClient(port: server.port)
        server.begin(armed("delay", ["by": .milliseconds(60)], target: { $0.limit = 1 }))
        let begin = monotonicNanoseconds()
        try client.send((1...5).flatMap { read($0, transaction: UInt16($0)) })
        for count in 1...5 { #expect(try client.receiveFrame() == readReply(count, transaction: UInt16(count))) }
        #expect(monotonicNanoseconds() - begin >= 60_000_000)
        let acceptance = server.acceptance()
        #expect(acceptance.hits == 1)
        #expect(acceptance.delayed == 1)
        #expect(acceptance.longestDelayNanoseconds >= 60_000_000)
        #expect(acceptance.longestDelayNanoseconds == acceptance.delayNanoseconds)
    }

    @Test("later replies overtake a late answer, which still comes")
    func overtaken() throws {
        let server = try TestServer()
        defer { server.server.stop() }
        let client = try TestClient(port: server.port)
        server.begin(armed("late-answer", ["by": .milliseconds(60)], target: { $0.limit = 1 }))
        try client.send((1...3).flatMap { read($0, transaction: UInt16($0)) })
        for count in [2, 3, 1] { #expect(try client.receiveFrame() == readReply(count, transaction: UInt16(count))) }
    }

    @Test("one delayed connection does not hold another up: a thousand requests are answered meanwhile")
    func independent() throws {
        let server = try TestServer()
        defer { server.server.stop() }
        let slow = try TestClient(port: server.port)
        let fast = try TestClient(port: server.port)
        _ = try slow.ask([17])
        server.begin(armed("delay", ["by": .milliseconds(3_600_000)], target: { $0.connections = .numbered([1]) }))
        try slow.send(read(1))
        for _ in 0..<1000 { #expect(try fast.ask([4, 0, 0, 0, 1]) == [4, 2, 0x03, 0xE8]) }
        #expect(slow.hearsNothing(forMilliseconds: 0))
    }

    @Test("a reply that drips comes whole, in pieces, and no later reply mixes with it")
    func drips() throws {
        let server = try TestServer()
        defer { server.server.stop() }
        let client = try TestClient(port: server.port)
        server.begin(
            armed(
                "drip", ["bytes": .integer(3), "first": .integer(7), "pause": .milliseconds(20)],
                target: { $0.limit = 1 }))
        try client.send(read(2, transaction: 1) + read(1, transaction: 2))
        #expect(client.receiveOnce() == Array(readReply(2, transaction: 1)[..<7]))
        #expect(client.receiveOnce() == Array(readReply(2, transaction: 1)[7..<10]))
        #expect(try client.receive(3) == Array(readReply(2, transaction: 1)[10...]))
        #expect(try client.receiveFrame() == readReply(1, transaction: 2))
    }

    @Test("two replies leave in one segment, and one that waits in vain leaves alone")
    func coalesced() throws {
        let server = try TestServer()
        defer { server.server.stop() }
        let client = try TestClient(port: server.port)
        server.begin(armed("coalesce", ["within": .milliseconds(10_000)]))
        try client.send(read(1, transaction: 1))
        #expect(client.hearsNothing(forMilliseconds: 30))
        try client.send(read(2, transaction: 2))
        #expect(client.receiveOnce() == readReply(1, transaction: 1) + readReply(2, transaction: 2))
        server.end()
        server.begin(armed("coalesce", id: 1, ["within": .milliseconds(20)]))
        try client.send(read(1, transaction: 3))
        #expect(client.receiveOnce() == readReply(1, transaction: 3))
    }

    @Test("a reply and the next one change places")
    func reordered() throws {
        let server = try TestServer()
        defer { server.server.stop() }
        let client = try TestClient(port: server.port)
        server.begin(armed("reorder", ["within": .milliseconds(10_000)], target: { $0.limit = 1 }))
        try client.send((1...3).flatMap { read($0, transaction: UInt16($0)) })
        for count in [2, 1, 3] { #expect(try client.receiveFrame() == readReply(count, transaction: UInt16(count))) }
    }

    @Test("a client whose replies wait is not read beyond its limit, and gets them all when they are due")
    func bounded() throws {
        let server = try TestServer()
        defer { server.server.stop() }
        let client = try TestClient(port: server.port)
        server.begin(armed("delay", ["by": .milliseconds(300)]))
        let burst = (0..<2000).flatMap { _ in read(100) }
        try client.send(burst)
        for _ in 0..<2000 { #expect(try client.receiveFrame().count == 209) }
        #expect(server.server.counters.pauses >= 1)
        #expect(server.server.counters.hurriedReplies == 0)
        #expect(server.acceptance().delayed == 2000)
    }

    @Test("when too much waits on all connections together replies leave at once, in order, and that is counted")
    func hurried() throws {
        let server = try TestServer { $0.waitingReplyBytes = 2_000 }
        defer { server.server.stop() }
        let client = try TestClient(port: server.port)
        server.begin(armed("delay", ["by": .milliseconds(3_600_000)]))
        try client.send((1...20).flatMap { read(1, transaction: UInt16($0)) })
        // 171 bytes each with the overhead: the twelfth is too much.
        for number in 1...12 { #expect(try client.receiveFrame() == readReply(1, transaction: UInt16(number))) }
        #expect(client.hearsNothing(forMilliseconds: 20))
        #expect(server.server.counters.hurriedReplies == 1)
    }

    @Test("a client that gives up while its reply waits does not hold its connection")
    func givesUp() throws {
        let server = try TestServer()
        defer { server.server.stop() }
        server.begin(armed("delay", ["by": .milliseconds(3_600_000)]))
        do {
            let client = try TestClient(port: server.port)
            try client.send(read(1))
            #expect(TestServer.waits { server.acceptance().hits == 1 })
        }
        #expect(TestServer.waits { server.server.counters.open == 0 })
        #expect(server.acceptance().gaveUp == 1)
    }

    @Test("a reply leaves within a few milliseconds of its time, 99 times in 100")
    func punctual() throws {
        let server = try TestServer()
        defer { server.server.stop() }
        let client = try TestClient(port: server.port)
        server.begin(armed("delay", ["by": .duration(5_300_000)]))
        var late: [Int64] = []
        for _ in 0..<200 {
            let begin = monotonicNanoseconds()
            _ = try client.ask([4, 0, 0, 0, 1])
            let elapsed = monotonicNanoseconds() - begin
            #expect(elapsed >= 5_300_000)
            late.append(elapsed - 5_300_000)
        }
        late.sort()
        print("late by ns: median \(late[100]), p99 \(late[197])")
        // Generous: the machine may be busy. A timer of whole milliseconds would still be seen at the median.
        #expect(late[100] < 3_000_000)
    }
}
