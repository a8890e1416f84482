import ModbusProtocol
import Testing

@testable import ModbusServer

@Suite("Unit ids", .timeLimit(.minutes(5)))
struct UnitTests {
    private static func unit(_ value: Double) throws -> (RegisterMap, ImageExchange) {
        let map = try RegisterMap([
            RegisterEntry(name: "V", table: .holdingRegister, offset: 0, encoding: .uint16, writable: true)
        ])
        let exchange = ImageExchange(map: map)
        exchange.publish { $0.encode(0, value) }
        return (map, exchange)
    }

    @Test("each unit answers with its own registers; 0 and 255 lead to the lowest unit and are echoed")
    func dispatch() throws {
        let server = try ModbusServer(
            configuration: ServerConfiguration(port: 0), units: [3: Self.unit(30), 7: Self.unit(70)])
        defer { server.stop() }
        server.start()
        let client = try TestClient(port: server.port)
        for (unit, value) in [(3, 30), (7, 70), (0, 30), (255, 30)] as [(UInt8, UInt8)] {
            #expect(try client.ask([3, 0, 0, 0, 1], unit: unit) == [3, 2, 0, value])
        }
        // A write to unit 0 is no broadcast: it is answered, and unit 7 does not get it.
        #expect(try client.ask([6, 0, 0, 0, 5], unit: 0) == [6, 0, 0, 0, 5])
        #expect(try client.ask([3, 0, 0, 0, 1], unit: 3) == [3, 2, 0, 5])
        #expect(try client.ask([3, 0, 0, 0, 1], unit: 7) == [3, 2, 0, 70])
        for unit in UInt8(1)...254 where unit != 3 && unit != 7 {
            #expect(try client.ask([3, 0, 0, 0, 1], unit: unit) == [0x83, 11])
        }
    }

    @Test("a unit that was given id 0 or 255 keeps it")
    func ownSpecialUnits() throws {
        let server = try ModbusServer(
            configuration: ServerConfiguration(port: 0),
            units: [0: Self.unit(1), 9: Self.unit(2), 255: Self.unit(3)])
        defer { server.stop() }
        server.start()
        let client = try TestClient(port: server.port)
        for (unit, value) in [(0, 1), (9, 2), (255, 3)] as [(UInt8, UInt8)] {
            #expect(try client.ask([3, 0, 0, 0, 1], unit: unit) == [3, 2, 0, value])
        }
    }

    @Test("under the silence policy an unknown unit gets nothing and the next request is answered")
    func silence() throws {
        var configuration = ServerConfiguration(port: 0)
        configuration.unknownUnit = .silence
        let server = try ModbusServer(configuration: configuration, units: [1: Self.unit(4)])
        defer { server.stop() }
        server.start()
        let client = try TestClient(port: server.port)
        try client.send(frame([3, 0, 0, 0, 1], unit: 2, transaction: 1))
        #expect(try client.ask([3, 0, 0, 0, 1], transaction: 2) == [3, 2, 0, 4])
        #expect(server.counters.unanswered == 1)
    }

    @Test("under the answer policy the lowest unit serves every id that has no unit, echoed as it came")
    func answer() throws {
        var configuration = ServerConfiguration(port: 0)
        configuration.unknownUnit = .answer
        let server = try ModbusServer(configuration: configuration, units: [3: Self.unit(4), 9: Self.unit(5)])
        defer { server.stop() }
        server.start()
        let client = try TestClient(port: server.port)
        for unit in UInt8.min...UInt8.max {
            #expect(try client.ask([3, 0, 0, 0, 1], unit: unit) == [3, 2, 0, unit == 9 ? 5 : 4])
        }
    }

    @Test("two unit ids may share one exchange: what one writes the other reads at once")
    func sharedExchange() throws {
        let shared = try Self.unit(8)
        let server = try ModbusServer(configuration: ServerConfiguration(port: 0), units: [1: shared, 2: shared])
        defer { server.stop() }
        server.start()
        let client = try TestClient(port: server.port)
        _ = try client.ask([6, 0, 0, 0, 99], unit: 2)
        #expect(try client.ask([3, 0, 0, 0, 1], unit: 1) == [3, 2, 0, 99])
        shared.1.publish { $0.encode(0, 11) }
        shared.1.drainWrites { _, _ in }
        shared.1.publish { $0.encode(0, 12) }
        for unit in [1, 2] as [UInt8] { #expect(try client.ask([3, 0, 0, 0, 1], unit: unit) == [3, 2, 0, 12]) }
    }
}
