import Foundation
import ModbusProtocol
import Testing

@testable import ModbusServer

@Suite("Clients that nobody here wrote", .timeLimit(.minutes(5)))
struct OutsideClientTests {
    private func mbpoll(_ port: UInt16, _ arguments: [String], write values: [String] = []) throws -> String {
        let path = try OutsideProgram.find("mbpoll", hint: "install it with `apt-get install mbpoll`")
        let result = try OutsideProgram.run(
            path,
            ["-m", "tcp", "-p", "\(port)", "-a", "1", "-0", "-1", "-o", "10"] + arguments + ["127.0.0.1"] + values)
        return result.output
    }

    @Test("mbpoll reads all tables and finds floats in both word orders")
    func mbpollReadsAndWrites() throws {
        let server = try TestServer()
        defer { server.server.stop() }
        let port = server.port
        #expect(try mbpoll(port, ["-t", "3", "-r", "5", "-c", "2"]).contains("[5]: \t1005\n[6]: \t1006"))
        #expect(try mbpoll(port, ["-t", "1", "-r", "0", "-c", "3"]).contains("[0]: \t1\n[1]: \t0\n[2]: \t1"))
        #expect(try mbpoll(port, ["-t", "4", "-r", "7"], write: ["4711"]).contains("Written 1 references"))
        #expect(try mbpoll(port, ["-t", "4", "-r", "7", "-c", "1"]).contains("[7]: \t4711"))
        #expect(try mbpoll(port, ["-t", "0", "-r", "9"], write: ["1"]).contains("Written 1 references"))
        #expect(try mbpoll(port, ["-t", "0", "-r", "9", "-c", "1"]).contains("[9]: \t1"))
        // -B is high word first; without it mbpoll takes the low word first.
        #expect(
            try mbpoll(port, ["-t", "4:float", "-B", "-r", "130"], write: ["3.5"]).contains("Written 1 references"))
        #expect(try mbpoll(port, ["-t", "4:float", "-r", "132"], write: ["3.5"]).contains("Written 1 references"))
        var written: [Double] = []
        server.exchange.drainWrites { entry, value in
            if TestServer.entries[entry].encoding == .float32 { written.append(value) }
        }
        #expect(written == [3.5, 3.5])
        #expect(try mbpoll(port, ["-t", "4:float", "-B", "-r", "130", "-c", "1"]).contains("[130]: \t3.5"))
        #expect(try mbpoll(port, ["-t", "4:float", "-r", "132", "-c", "1"]).contains("[132]: \t3.5"))
        #expect(try !mbpoll(port, ["-t", "4:float", "-r", "130", "-c", "1"]).contains("[130]: \t3.5"))
        #expect(try mbpoll(port, ["-t", "3:float", "-B", "-r", "130", "-c", "1"]).contains("[130]: \t1.5"))
        #expect(try mbpoll(port, ["-t", "4", "-r", "141", "-c", "1"]).contains("Illegal data address"))
    }

    @Test("pymodbus reads, writes, identifies and gets the documented exceptions")
    func pymodbus() throws {
        let server = try TestServer {
            $0.identity = DeviceIdentity(
                vendorName: "Vendor", productCode: "Code", revision: "1.2", vendorURL: "http://example.invalid",
                productName: "Product", modelName: "Model", userApplicationName: "Application",
                privateObjects: [0x80: String(repeating: "p", count: 240)])
        }
        defer { server.server.stop() }
        let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("Fixtures/pymodbus_client.py").path
        let result = try OutsideProgram.run(try OutsideProgram.python(), [script, "\(server.port)"])
        #expect(result.status == 0, "\(result.output)")
        #expect(result.output.contains("every check passed"), "\(result.output)")
        // What pymodbus wrote in every order reached the scan as the same numbers.
        var ordered: [Double] = []
        server.exchange.drainWrites { entry, value in
            if TestServer.entries[entry].offset >= 200 { ordered.append(value) }
        }
        #expect(ordered == (0..<4).flatMap { _ in TestServer.orderedNumbers.map(\.number) })
    }
}
