import Testing

@testable import ModbusProtocol

@Suite("Unit diagnostics", .timeLimit(.minutes(5)))
struct UnitDiagnosticsTests {
    /// One request and its reply as the reactor notes them.
    private static func exchange(
        _ unit: UnitDiagnostics, exception: UInt8 = 0,
        write: (UnsafeMutableRawBufferPointer) -> Int = { _ in 0 }
    ) -> [UInt8] {
        var room = [UInt8](repeating: 0xEE, count: 253)
        unit.noteRequest()
        let count = room.withUnsafeMutableBytes(write)
        unit.noteReply(exception: exception)
        return Array(room[..<count])
    }

    private static func ask(_ unit: UnitDiagnostics, _ function: DiagnosticFunction, data: UInt16 = 0) -> [UInt8] {
        let pdu = [8, 0, UInt8(function.rawValue), UInt8(data >> 8), UInt8(data & 255)]
        return exchange(unit) { room in
            pdu.withUnsafeBytes { unit.writeDiagnostics(function, data: data, request: $0, to: room) }
        }
    }

    private static func count(_ unit: UnitDiagnostics, _ function: DiagnosticFunction) -> UInt16 {
        let reply = ask(unit, function)
        return UInt16(reply[3]) << 8 | UInt16(reply[4])
    }

    private static func log(_ unit: UnitDiagnostics) -> [UInt8] { exchange(unit) { unit.writeEventLog(to: $0) } }

    @Test("each kind of exception is counted once and has its own byte in the log")
    func exceptions() {
        let expected: [(UInt8, UInt8)] = [
            (1, 0x41), (2, 0x41), (3, 0x41), (4, 0x42), (5, 0x44), (6, 0x44), (8, 0x40), (10, 0x40), (11, 0x40),
        ]
        for (code, event) in expected {
            let unit = UnitDiagnostics()
            _ = Self.exchange(unit, exception: code)
            #expect(Self.log(unit) == [12, 9, 0, 0, 0, 0, 0, 2, 0x80, event, 0x80], "exception \(code)")
            #expect(Self.count(unit, .exceptionCount) == 1)
            #expect(Self.count(unit, .busyCount) == (code == 6 ? 1 : 0))
        }
    }

    @Test("the log keeps the newest 64 events, newest first")
    func boundedLog() {
        let unit = UnitDiagnostics()
        for number in 0..<1000 { _ = Self.exchange(unit, exception: number == 990 ? 2 : 0) }
        let reply = Self.log(unit)
        #expect(reply.count == 72)
        #expect(reply[1] == 70)
        // Request 999's reply is next after this request's own event; request 990's lies 9 pairs further back.
        var events: [UInt8] = (0..<66).map { $0 % 2 == 0 ? 0x80 : 0x40 }
        events[1 + 2 * 9] = 0x41
        #expect(Array(reply[8...]) == Array(events[..<64]))
        #expect(Array(reply[4..<8]) == [0x03, 0xE7, 0x03, 0xE9])
    }

    @Test("counts roll over after 65535")
    func rollOver() {
        let unit = UnitDiagnostics()
        for _ in 0..<65535 { _ = Self.exchange(unit) }
        #expect(Self.count(unit, .busMessageCount) == 0)
        #expect(Self.exchange(unit) { unit.writeEventCounter(to: $0) } == [11, 0, 0, 0, 0])
    }

    @Test("clearing and restarting leave every count at 0; only a restart with FF00 empties the log")
    func clearing() {
        for (function, data, events) in [
            (.clearCounters, 0, [0x80, 0x40, 0x80, 0x40, 0x80, 0x44, 0x80]),
            (.restartCommunications, 0, [0x80, 0x40, 0x00, 0x80, 0x40, 0x80, 0x44, 0x80]),
            (.restartCommunications, 0xFF00, [0x80, 0x40, 0x00]),
        ] as [(DiagnosticFunction, UInt16, [UInt8])] {
            let unit = UnitDiagnostics()
            _ = Self.exchange(unit, exception: 6)
            #expect(Self.count(unit, .busyCount) == 1)
            #expect(Self.ask(unit, function, data: data) == [8, 0, UInt8(function.rawValue), UInt8(data >> 8), 0])
            let log = Self.log(unit)
            #expect(Array(log[2..<8]) == [0, 0, 0, 0, 0, 1])
            #expect(Array(log[8...]) == events)
            #expect(Self.count(unit, .exceptionCount) == 0)
            #expect(Self.count(unit, .busyCount) == 0)
        }
    }

    @Test("coils 0 to 7 make the exception status, lowest coil in the lowest bit; what is not mapped is 0")
    func exceptionStatus() throws {
        let map = try RegisterMap(
            [0, 2, 7, 8].map { RegisterEntry(name: "C\($0)", table: .coil, offset: $0, encoding: .bit) })
        let image = RegisterImage(map: map)
        for entry in 0..<4 { image.encode(entry, 1) }
        #expect(image.exceptionStatus == 0b1000_0101)
        image.encode(1, 0)
        #expect(image.exceptionStatus == 0b1000_0001)
        let short = RegisterImage(
            map: try RegisterMap([RegisterEntry(name: "C", table: .coil, offset: 1, encoding: .bit)]))
        short.encode(0, 1)
        #expect(short.exceptionStatus == 2)
        #expect(RegisterImage(map: try RegisterMap([])).exceptionStatus == 0)
    }
}
