import FaultPlan
import Glibc
import ModbusProtocol
import Testing

@testable import ModbusServer

@Suite("Several threads behind one port", .serialized, .timeLimit(.minutes(5)))
struct IOThreadTests {
    private static func server(
        threads: Int = 4, configure: (inout ServerConfiguration) -> Void = { _ in }
    ) throws -> TestServer {
        try TestServer {
            $0.ioThreads = threads
            configure(&$0)
        }
    }

    @Test("200 clients on 4 threads: every reply is right, no number comes twice, one storm record counts them all")
    func manyClients() throws {
        let server = try Self.server()
        defer { server.server.stop() }
        let clients = try (0..<200).map { _ in try TestClient(port: server.port) }
        for round in 0..<3 {
            for (place, client) in clients.enumerated() {
                try client.send(read(1 + place % 100, transaction: UInt16(round * 200 + place)))
            }
            for (place, client) in clients.enumerated() {
                let expected = readReply(1 + place % 100, transaction: UInt16(round * 200 + place))
                #expect(try client.receiveFrame() == expected)
            }
        }
        #expect(server.server.counters.open == 200)
        server.server.dropConnections(.reset, storm: 3)
        for client in clients { #expect(client.end() == .reset) }
        #expect(try TestClient(port: server.port).ask([17])[0] == 17)
        var numbers: [UInt64] = []
        var closed: Set<UInt64> = []
        var storms: [ServerRecord.Event] = []
        for event in server.records() {
            switch event {
            case .opened(let connection, _): numbers.append(connection)
            case .closed(let connection, .storm(3, .reset), let requests, _):
                #expect(requests == 3)
                #expect(closed.insert(connection).inserted)
            case .storm: storms.append(event)
            default: break
            }
        }
        #expect(numbers.sorted() == Array(1...201))
        #expect(closed == Set(1...200))
        #expect(storms == [.storm(number: 3, how: .reset, closed: 200)])
        let counters = server.server.counters
        #expect(counters.storms == 1)
        #expect(counters.closedByStorm == 200)
        #expect(counters.requests == 601)
        #expect(counters.accepted == 201)
    }

    @Test("the clients are spread over the threads evenly")
    func spread() throws {
        let server = try Self.server(threads: 3)
        defer { server.server.stop() }
        let clients = try (0..<30).map { _ in try TestClient(port: server.port) }
        for client in clients { _ = try client.ask([17]) }
        #expect(server.server.openOnEachThread == [10, 10, 10])
    }

    @Test("a client reads back at once what it wrote, on whichever thread; after the scan everybody does")
    func readYourWrites() throws {
        let server = try Self.server()
        defer { server.server.stop() }
        let clients = try (0..<8).map { _ in try TestClient(port: server.port) }
        for (place, client) in clients.enumerated() {
            for value in 1..<50 as Range<UInt8> {
                #expect(try client.ask([6, 0, UInt8(place), 0, value]) == [6, 0, UInt8(place), 0, value])
                #expect(try client.ask([3, 0, UInt8(place), 0, 1]) == [3, 2, 0, value])
            }
        }
        var latched: [Int: Double] = [:]
        server.exchange.drainWrites { latched[$0] = $1 }
        server.exchange.publish { image in for (entry, value) in latched { image.encode(entry, value) } }
        for client in clients {
            #expect(try client.ask([3, 0, 0, 0, 8]) == [3, 16] + (0..<8).flatMap { _ in [0, 49] as [UInt8] })
        }
        #expect(server.server.counters.writes == 8 * 49)
    }

    @Test("of writes to one value over several threads the last one wins, in whatever order their rings are emptied")
    func lastWriteWins() throws {
        let server = try Self.server()
        defer { server.server.stop() }
        let clients = try (0..<4).map { _ in try TestClient(port: server.port) }
        for client in clients { _ = try client.ask([17]) }
        for order in [[0, 1, 2, 3], [3, 2, 1, 0], [2, 0, 3, 1]] {
            for place in order { _ = try clients[place].ask([6, 0, 5, 0, UInt8(place)]) }
            var last: Double?
            server.exchange.drainWrites { if $0 == TestServer.index("HR5") { last = $1 } }
            #expect(last == order.last.map(Double.init))
        }
    }

    @Test("what a client writes into a file is read by those on the other threads at once")
    func files() throws {
        let server = try Self.server()
        defer { server.server.stop() }
        let clients = try (0..<4).map { _ in try TestClient(port: server.port) }
        let write: [UInt8] = [21, 9, 6, 0, 1, 0, 3, 0, 1, 0xAB, 0xCD]
        #expect(try clients[1].ask(write) == write)
        for client in clients {
            #expect(try client.ask([20, 7, 6, 0, 1, 0, 3, 0, 1]) == [20, 4, 3, 6, 0xAB, 0xCD])
        }
    }

    @Test("a delay of one connection's replies delays no other connection's, also on the same thread")
    func delay() throws {
        let server = try Self.server(threads: 2)
        defer { server.server.stop() }
        let clients = try (0..<6).map { _ in try TestClient(port: server.port) }
        for client in clients { _ = try client.ask([17]) }
        server.begin(armed("delay", ["by": .milliseconds(600_000)]) { $0.connections = .numbered([3]) })
        try clients[2].send(read(1))
        for (place, client) in clients.enumerated() where place != 2 {
            for _ in 0..<20 { #expect(try client.ask([4, 0, 0, 0, 1]) == [4, 2, 3, 232]) }
        }
        #expect(clients[2].hearsNothing(forMilliseconds: 1))
        #expect(server.acceptance().hits == 1)
        #expect(server.acceptance().begun == 1)
    }

    @Test("a target's limit counts the requests of all threads together")
    func limitOfHits() throws {
        let server = try Self.server()
        defer { server.server.stop() }
        let clients = try (0..<8).map { _ in try TestClient(port: server.port) }
        server.begin(armed("exception", ["code": .integer(6)]) { $0.limit = 5 })
        var refused = 0
        for _ in 0..<4 {
            for client in clients where try client.ask([4, 0, 0, 0, 1])[0] == 0x84 { refused += 1 }
        }
        #expect(refused == 5)
        server.end()
        #expect(server.acceptance().hits == 5)
        #expect(server.acceptance().ended == 1)
    }

    @Test("the connection limit counts the clients of all threads", arguments: ConnectionLimitPolicy.allCases)
    func limit(policy: ConnectionLimitPolicy) throws {
        let server = try Self.server(threads: 3) {
            $0.profile.connectionLimit = 5
            $0.profile.limitPolicy = policy
        }
        defer { server.server.stop() }
        let clients = try (0..<5).map { _ in try TestClient(port: server.port) }
        for client in clients { _ = try client.ask([17]) }
        for place in [4, 0, 2, 1, 3] {
            _ = try clients[place].ask([17])
            usleep(2000)
        }
        let sixth = try TestClient(port: server.port)
        switch policy {
        case .reset: #expect(sixth.end() == .reset)
        case .refuse: #expect(sixth.end() == .orderly)
        case .closeOldestIdle:
            #expect(try sixth.ask([17])[0] == 17)
            #expect(clients[4].end() == .orderly)
        case .leaveWaiting:
            try sixth.send(frame([17]))
            #expect(sixth.hearsNothing(forMilliseconds: 50))
            clients[1].shutSending()
            #expect(try sixth.receiveFrame()[7] == 17)
        }
        #expect(server.server.counters.open <= 5)
    }

    @Test("a strike with a limit hits the connections with the lowest numbers, over all threads")
    func strike() throws {
        let server = try Self.server(threads: 3)
        defer { server.server.stop() }
        let clients = try (0..<9).map { _ in try TestClient(port: server.port) }
        for client in clients { _ = try client.ask([17]) }
        server.strike(armed("reset-idle", ["close": .word("reset")]) { $0.limit = 4 })
        for client in clients.prefix(4) { #expect(client.end() == .reset) }
        for client in clients.dropFirst(4) { #expect(try client.ask([17])[0] == 17) }
        #expect(server.acceptance().begun == 1)
        #expect(server.acceptance().resets == 4)
    }

    @Test("the longest gap between reads is that of all threads together")
    func gaps() throws {
        let server = try Self.server(threads: 2)
        defer { server.server.stop() }
        let clients = try (0..<2).map { _ in try TestClient(port: server.port) }
        let start = monotonicNanoseconds()
        for turn in 0..<20 {
            _ = try clients[turn < 1 || turn > 18 ? 0 : 1].ask([4, 0, 0, 0, 1])
            usleep(5000)
        }
        let elapsed = monotonicNanoseconds() - start
        var sum = EntryReads()
        for reads in server.server.counters.reads[1] ?? [] where reads.count == 20 { sum = reads }
        #expect(sum.count == 20)
        // The first client's own gap is nearly all of the time.
        #expect(sum.longestGapNanoseconds < elapsed * 2 / 3)
    }

    @Test("replies per scan with several threads, and more than 16 threads, are refused with a sentence")
    func refusals() throws {
        let units: [UInt8: (RegisterMap, ImageExchange)] = try {
            let map = try RegisterMap(TestServer.entries)
            return [1: (map, ImageExchange(map: map))]
        }()
        var configuration = ServerConfiguration(port: 0)
        for threads in [0, 17] {
            configuration.ioThreads = threads
            #expect(throws: ServerError.self) { try ModbusServer(configuration: configuration, units: units) }
        }
        configuration.ioThreads = 2
        configuration.profile.service = .perScan(requests: 8)
        #expect(throws: ServerError.self) { try ModbusServer(configuration: configuration, units: units) }
    }
}
