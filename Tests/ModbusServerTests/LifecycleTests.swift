import Foundation
import ModbusProtocol
import Testing

@testable import ModbusServer

@Suite("Starting and stopping", .timeLimit(.minutes(5)))
struct LifecycleTests {
    /// Sockets of this process that are bound to `port`: found by inode, so that other tests do not disturb.
    private static func sockets(at port: UInt16) -> Int {
        let hexadecimal = String(format: ":%04X", Int(port))
        var inodes: Set<String> = []
        for line in contents(of: "/proc/net/tcp").split(separator: "\n") {
            let fields = line.split(separator: " ")
            if fields.count > 9, fields[1].hasSuffix(hexadecimal) { inodes.insert("socket:[\(fields[9])]") }
        }
        let descriptors = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []
        return descriptors.count { descriptor in
            let link = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\(descriptor)")
            return link.map { inodes.contains($0) } ?? false
        }
    }

    /// A file of /proc as of one moment: read in few large pieces, as it changes between two.
    private static func contents(of path: String) -> String {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var room = [UInt8](repeating: 0, count: 1 << 20)
        while case let count = read(descriptor, &room, room.count), count > 0 { bytes += room[..<count] }
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test("stop ends every connection, closes every socket and may be called again")
    func stopping() throws {
        let server = try TestServer()
        let clients = try (0..<20).map { _ in try TestClient(port: server.port) }
        for client in clients { _ = try client.ask([17]) }
        let port = server.port
        #expect(Self.sockets(at: port) == 21)
        server.server.stop()
        server.server.stop()
        #expect(Self.sockets(at: port) == 0)
        for client in clients { #expect(client.end() == .orderly) }
        #expect(throws: TestClient.Failure.self) { try TestClient(port: port) }
        var causes: [CloseCause] = []
        server.server.drainRecords { if case .closed(_, let cause, _, _) = $0.event { causes.append(cause) } }
        #expect(causes == [CloseCause](repeating: .serverStopped, count: 20))
    }

    @Test("a port that is taken is said to be taken, and a host that is not ours to be unknown")
    func busyPort() throws {
        let server = try TestServer()
        defer { server.server.stop() }
        let units: [UInt8: (RegisterMap, ImageExchange)] = [1: (server.map, server.exchange)]
        #expect(throws: ServerError.portInUse(host: "127.0.0.1", port: server.port)) {
            try ModbusServer(configuration: ServerConfiguration(port: server.port), units: units)
        }
        #expect(throws: ServerError.unknownHost("192.0.2.1")) {
            try ModbusServer(configuration: ServerConfiguration(host: "192.0.2.1", port: 0), units: units)
        }
    }

    @Test("a server that was never started stops cleanly, also when it is just let go")
    func neverStarted() throws {
        let map = try RegisterMap([])
        var server: ModbusServer? = try ModbusServer(
            configuration: ServerConfiguration(port: 0), units: [1: (map, ImageExchange(map: map))])
        let port = try #require(server?.port)
        #expect(Self.sockets(at: port) == 1)
        server = nil
        #expect(Self.sockets(at: port) == 0)
    }

    @Test("a configuration that cannot work is refused with a sentence")
    func invalidConfiguration() throws {
        let map = try RegisterMap([])
        let units: [UInt8: (RegisterMap, ImageExchange)] = [1: (map, ImageExchange(map: map))]
        func error(_ configure: (inout ServerConfiguration) -> Void) -> ServerError? {
            var configuration = ServerConfiguration(port: 0)
            configure(&configuration)
            do throws(ServerError) {
                _ = try ModbusServer(configuration: configuration, units: units)
                return nil
            } catch {
                return error
            }
        }
        #expect(error { $0.maximumConnections = 0 } != nil)
        #expect(error { $0.stalledOutputSeconds = 0 } != nil)
        let long = String(repeating: "x", count: 300)
        #expect(error { $0.identity = DeviceIdentity(vendorName: long) } == .identityTooLong(long))
        #expect(error { _ in } == nil)
    }

    @Test("a connection's own memory is as small as Docs/Modbus.md says")
    func connectionSize() {
        #expect(MemoryLayout<Connection>.stride == 104)
    }

    @Test("clients that connect before start are served after it")
    func early() throws {
        let map = try RegisterMap(TestServer.entries)
        let exchange = ImageExchange(map: map)
        exchange.publish(TestServer.fill)
        let server = try ModbusServer(configuration: ServerConfiguration(port: 0), units: [1: (map, exchange)])
        defer { server.stop() }
        let client = try TestClient(port: server.port)
        try client.send(frame([4, 0, 0, 0, 1]))
        server.start()
        #expect(try Array(client.receiveFrame()[7...]) == [4, 2, 0x03, 0xE8])
    }
}
