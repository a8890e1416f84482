import FaultPlan
import ModbusProtocol
import Testing

@testable import ModbusServer

@Suite("Storms, records and counters", .timeLimit(.minutes(5)))
struct StormTests {
    @Test("a storm ends every connection in the wanted way, once, and says so", arguments: CloseManner.allCases)
    func storm(kind: CloseManner) throws {
        let server = try TestServer()
        defer { server.server.stop() }
        let clients = try (0..<40).map { _ in try TestClient(port: server.port) }
        // Half of them have asked something; of the others some may not be accepted yet.
        for client in clients.prefix(20) { _ = try client.ask([17]) }
        server.server.dropConnections(kind, storm: 7)
        for client in clients { #expect(client.end() == (kind == .reset ? .reset : .orderly)) }
        let again = try TestClient(port: server.port)
        #expect(try again.ask([17])[0] == 17)
        var storms: [ServerRecord.Event] = []
        var opened = 0
        var closed = 0
        server.server.drainRecords { record in
            switch record.event {
            case .storm: storms.append(record.event)
            case .opened: opened += 1
            case .closed(_, let cause, _, _):
                #expect(cause == .storm(7, kind))
                closed += 1
            default: break
            }
        }
        #expect(storms == [.storm(number: 7, how: kind, closed: 40)])
        #expect(opened == 41)
        #expect(closed == 40)
        let counters = server.server.counters
        #expect(counters.storms == 1)
        #expect(counters.closedByStorm == 40)
        #expect(counters.accepted == 41)
        #expect(counters.open == 1)
    }

    @Test("replies that went out before an orderly storm are still read before the end")
    func orderlyKeepsReplies() throws {
        let server = try TestServer()
        defer { server.server.stop() }
        let client = try TestClient(port: server.port)
        try client.send((0..<10).flatMap { _ in frame([4, 0, 0, 0, 125]) })
        #expect(TestServer.waits { server.server.counters.replies == 10 })
        server.server.dropConnections(.orderly, storm: 1)
        for _ in 0..<10 { #expect(try client.receiveFrame().count == 259) }
        #expect(client.end() == .orderly)
    }

    @Test("requests, replies, exceptions and bytes are counted exactly")
    func counts() throws {
        let server = try TestServer()
        defer { server.server.stop() }
        let client = try TestClient(port: server.port)
        for _ in 0..<5 { _ = try client.ask([4, 0, 0, 0, 2]) }
        for _ in 0..<3 { _ = try client.ask([65]) }
        _ = try client.ask([3, 0, 0, 0, 0])
        _ = try client.ask([16, 0, 0, 0, 2, 4, 0, 1, 0, 2])
        let tally = server.server.counters.tally
        #expect(tally.requests == 10)
        #expect(tally.replies == 10)
        #expect(tally.exceptions[1] == 3)
        #expect(tally.exceptions[3] == 1)
        #expect(tally.writes == 2)
        // 5 of 12, 3 of 8, 12 and 17 bytes.
        #expect(tally.bytesIn == 113)
        // 5 of 13, 3 of 9, 9 and 12 bytes.
        #expect(tally.bytesOut == 113)
        var exceptions = 0
        server.server.drainRecords { record in
            if case .exception(1, let kind) = record.event, kind.unit == 1 { exceptions += 1 }
        }
        #expect(exceptions == 4)
    }

    @Test("reads are counted for each value; half of a 32-bit value is not a read of it")
    func readsOfValues() throws {
        let server = try TestServer()
        defer { server.server.stop() }
        let client = try TestClient(port: server.port)
        _ = try client.ask([4, 0, 130, 0, 2])
        _ = try client.ask([4, 0, 130, 0, 1])
        _ = try client.ask([4, 0, 130, 0, 2])
        _ = try client.ask([23, 0, 130, 0, 4, 0, 0, 0, 1, 2, 0, 1])
        let counters = server.server.counters
        let reads = try #require(counters.reads[1])
        let float = reads[TestServer.index("F_IN")]
        #expect(float.count == 2)
        #expect(float.longestGapNanoseconds == float.lastNanoseconds - float.firstNanoseconds)
        #expect(reads[TestServer.index("F_ABCD")].count == 1)
        #expect(reads[TestServer.index("F_CDAB")].count == 1)
        #expect(reads[TestServer.index("HR0")].count == 0)
        #expect(reads[TestServer.index("HR0")].longestGap(until: 50) == nil)
    }

    @Test("the longest gap includes the time before the first read and since the last")
    func gaps() {
        var reads = EntryReads()
        for moment in [100, 110, 140, 145] as [Int64] { reads.note(at: moment) }
        #expect(reads.longestGapNanoseconds == 30)
        #expect(reads.longestGap(until: 150) == 30)
        #expect(reads.longestGap(until: 200) == 55)
        #expect(reads.longestGap(until: 150, since: 20) == 80)
        #expect(EntryReads().longestGap(until: 150, since: 20) == 130)
    }

    @Test("exceptions are counted by what they answered, on every thread that serves", arguments: [1, 2])
    func exceptionKinds(threads: Int) throws {
        let server = try TestServer { $0.ioThreads = threads }
        defer { server.server.stop() }
        let clients = try (0..<2).map { _ in try TestClient(port: server.port) }
        for client in clients {
            for _ in 0..<3 { _ = try client.ask([3, 0x9C, 0x41, 0, 1]) }
            _ = try client.ask([65])
        }
        server.begin(armed("exception", ["code": .integer(6)]))
        _ = try clients[0].ask([16, 0, 7, 0, 1, 2, 0, 0])
        let kinds = server.server.counters.exceptionKinds
        func kind(_ function: UInt8, _ address: UInt16?, _ code: UInt8, isByFault: Bool = false, _ count: UInt64)
            -> ExceptionKind
        {
            ExceptionKind(
                unit: 1, function: function, address: address, code: code, isByFault: isByFault, count: count)
        }
        #expect(
            Set(kinds) == [kind(3, 40_001, 2, 6), kind(65, nil, 1, 2), kind(16, 7, 6, isByFault: true, 1)])
        #expect(kinds.count == 3)
        #expect(server.server.counters.otherExceptions == 0)
    }

    @Test("of more kinds than the table holds the rarest makes room, and no exception is lost")
    func manyKinds() {
        var table = ExceptionTable()
        func kind(_ address: Int, isByFault: Bool = false) -> ExceptionKind {
            ExceptionKind(unit: 1, function: 3, address: UInt16(address), code: 2, isByFault: isByFault)
        }
        for address in 0..<ExceptionTable.capacity { table.count(kind(address, isByFault: address == 0)) }
        for address in 1..<ExceptionTable.capacity { table.count(kind(address)) }
        for _ in 0..<5 { table.count(kind(1000)) }
        #expect(table.others == (0, 1))
        #expect(table.all.count == ExceptionTable.capacity)
        #expect(table.all.first { $0.address == 1000 }?.count == 5)
        table.count(kind(2000))
        #expect(table.others == (2, 1))
        #expect(table.all.reduce(0) { $0 + $1.count } + 3 == UInt64(2 * ExceptionTable.capacity + 5))
    }

    @Test("the address of a request is its first one, and there is none where the function or the bytes have none")
    func addresses() {
        func address(_ pdu: [UInt8]) -> UInt16? {
            let frame = frame(pdu)
            return frame.withUnsafeBufferPointer { ExceptionKind.address(in: $0.baseAddress!, frame.count) }
        }
        for function in [1, 2, 3, 4, 5, 6, 15, 16, 22, 23, 24] as [UInt8] {
            #expect(address([function, 0x9C, 0x41, 0, 1]) == 40_001)
            #expect(address([function, 0x9C]) == nil)
        }
        for function in [7, 8, 17, 20, 21, 43, 65, 0, 255] as [UInt8] {
            #expect(address([function, 0x9C, 0x41, 0, 1]) == nil)
        }
    }

    @Test("a storm that ends while a fault keeps the port closed says so all the same")
    func refusalBesideFault() throws {
        let server = try TestServer()
        defer { server.server.stop() }
        server.begin(armed("refuse"))
        server.server.setListening(false, storm: 3)
        server.server.setListening(true, storm: 3)
        server.end()
        let records = server.records()
        #expect(records.contains(.stormRefusal(number: 3, isOver: false)))
        #expect(records.contains(.stormRefusal(number: 3, isOver: true)))
    }

    @Test("a client is told of as it is accepted, with both ends of its connection")
    func acceptQueue() throws {
        let queue = try AcceptQueue()
        let server = try TestServer { $0.acceptQueue = queue }
        defer { server.server.stop() }
        #expect(queue.take(waitingMilliseconds: 0).isEmpty)
        let client = try TestClient(port: server.port)
        _ = try client.ask([17])
        let told = queue.take(waitingMilliseconds: 20_000)
        #expect(told.map(\.connection) == [1])
        #expect(told.map(\.serverPort) == [server.port])
        #expect(told.map(\.local.port) == [server.port])
        #expect(told.map(\.local.octets) == [[127, 0, 0, 1]])
        #expect(told.map(\.peer.octets) == [[127, 0, 0, 1]])
        let opened = server.records().compactMap { if case .opened(_, let peer) = $0 { peer } else { nil } }
        #expect(told.map(\.peer) == opened)
    }

    @Test("records beyond the queue's limit are counted as lost, and exceptions cannot push the others out")
    func recordLimits() {
        let recorder = ServerRecorder(entryCounts: [:])
        for _ in 0..<(ServerRecorder.exceptionCapacity + 10) {
            recorder.record(
                .exception(
                    connection: 1,
                    ExceptionKind(unit: 1, function: 7, address: nil, code: 1, isByFault: false)), at: 0)
        }
        #expect(recorder.tally.recordsLost == 10)
        for number in 0..<ServerRecorder.recordCapacity {
            recorder.record(.faultBegan(fault: number, occurrence: 1), at: 0)
        }
        #expect(recorder.tally.recordsLost == UInt64(10 + ServerRecorder.exceptionCapacity))
        // What tells of a storm has room always: there are as many as the plan has.
        recorder.record(.storm(number: 1, how: .reset, closed: 0), at: 0)
        recorder.record(.stormRefusal(number: 1, isOver: true), at: 0)
        #expect(recorder.takeRecords().count == ServerRecorder.recordCapacity + 2)
        #expect(recorder.takeRecords().isEmpty)
    }

    @Test("a storm also ends the connections that wait to be accepted at its moment")
    func stormMeetsWaiting() throws {
        let server = try TestServer()
        defer { server.server.stop() }
        for round in 1...10 {
            server.begin(armed("no-accept", ["backlog": .integer(64)]), occurrence: round)
            let clients = try (0..<20).map { _ in try TestClient(port: server.port) }
            #expect(server.server.counters.open == 0)
            // Both orders are given before the server can accept anybody by itself.
            server.server.end(0, occurrence: round)
            server.server.dropConnections(.reset, storm: round)
            // A client that the storm missed would keep the test for long, so the first one is enough.
            for client in clients { try #require(client.end() == .reset) }
            #expect(TestServer.waits { server.server.counters.storms == round })
            let storms = server.records().filter { if case .storm = $0 { true } else { false } }
            #expect(storms == [.storm(number: round, how: .reset, closed: 20)])
        }
    }

    @Test("clients that wait to be accepted when a storm closes the port are served, not reset with the port")
    func closingPortMeetsWaiting() throws {
        let server = try TestServer()
        defer { server.server.stop() }
        for round in 1...10 {
            server.begin(armed("no-accept", ["backlog": .integer(64)]), occurrence: round)
            let clients = try (0..<20).map { _ in try TestClient(port: server.port) }
            server.server.end(0, occurrence: round)
            server.server.setListening(false, storm: round)
            for client in clients { #expect(try client.ask([4, 0, 0, 0, 1]) == [4, 2, 0x03, 0xE8]) }
            server.server.setListening(true, storm: round)
            #expect(TestServer.waits { (try? TestClient(port: server.port)) != nil })
        }
    }
}
