import ControlPanel
import Diagnostics
import Foundation
import Glibc
import Testing
import Text

/// A subject that has nothing to tell.
private struct QuietSubject: PanelSubject {
    func status() -> JSONValue { ["title": "quiet"] }
    func tags() -> JSONValue { .array([]) }
    func faults() -> JSONValue { .array([]) }
    func inject(_ words: [String]) throws(InvalidInput) -> InjectedFault {
        InjectedFault(number: 1, label: "x", sentence: "Injected.")
    }
    func clearFault(_ number: Int) -> Bool { false }
    func controller() -> JSONValue { ["sound": true] }
    func clearController() -> JSONValue { ["cleared": 0] }
    func clearFaults() -> Int { 0 }
}

/// A connection to the panel, byte by byte.
private final class RawClient {
    private let descriptor: Int32

    init(_ port: UInt16) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var patience = timeval(tv_sec: 20, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        try #require(result == 0)
    }

    deinit { close(descriptor) }

    func send(_ text: String) {
        let bytes = Array(text.utf8)
        _ = Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL))
    }

    /// Everything until the server closes.
    func readAll() -> String {
        var all: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        var count = recv(descriptor, &chunk, chunk.count, 0)
        while count > 0 {
            all += chunk[..<count]
            count = recv(descriptor, &chunk, chunk.count, 0)
        }
        return String(decoding: all, as: UTF8.self)
    }
}

/// Runs what blocks on a thread of its own: the tests' pool has two.
private func offPool<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
        Thread.detachNewThread { continuation.resume(with: Result { try work() }) }
    }
}

@Suite("The limits of the panel's server", .timeLimit(.minutes(5)))
struct PanelLimitTests {
    private static let get = "GET /api/status HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"

    private func limits() -> HTTPLimits {
        var limits = HTTPLimits()
        limits.connections = 4
        limits.requestSeconds = 0.3
        limits.idleSeconds = 0.3
        limits.answerSeconds = 0.3
        return limits
    }

    private func answer(_ port: UInt16, _ text: String) async throws -> String {
        try await offPool {
            let client = try RawClient(port)
            client.send(text)
            return client.readAll()
        }
    }

    @Test("A body beyond the limit is refused, whether its length is given or it comes in chunks")
    func bodies() async throws {
        let panel = try PanelServer(QuietSubject(), port: 0)
        defer { panel.close() }
        let head = "POST /api/faults HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        let long = try await answer(panel.port, head + "Content-Length: 70000\r\n\r\n")
        #expect(long.hasPrefix("HTTP/1.1 413 "))
        let chunk = "4000\r\n" + String(repeating: "a", count: 0x4000) + "\r\n"
        let chunked = try await answer(
            panel.port, head + "Transfer-Encoding: chunked\r\n\r\n" + String(repeating: chunk, count: 5))
        #expect(chunked.hasPrefix("HTTP/1.1 413 "), "\(chunked.prefix(200))")
        let text = #"{"fault": "delay"}"#
        let good = try await answer(
            panel.port,
            head
                + "Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n\(String(text.utf8.count, radix: 16))\r\n\(text)\r\n0\r\n\r\n"
        )
        #expect(good.hasPrefix("HTTP/1.1 201 "), "\(good)")
    }

    @Test("Half a request is answered 408 and closed, and an idle connection is closed without a word")
    func halfRequests() async throws {
        let panel = try PanelServer(QuietSubject(), port: 0, limits: limits())
        defer { panel.close() }
        #expect(try await answer(panel.port, "GET /api/status HTT").hasPrefix("HTTP/1.1 408 "))
        #expect(
            try await answer(
                panel.port,
                "POST /api/faults HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{"
            ).hasPrefix("HTTP/1.1 408 "))
        #expect(try await answer(panel.port, "") == "")
    }

    @Test("Clients that send half a request shut nobody out for long, and idle ones not at all")
    func crowds() async throws {
        let panel = try PanelServer(QuietSubject(), port: 0, limits: limits())
        defer { panel.close() }
        let port = panel.port
        let idle = try (0..<4).map { _ in try RawClient(port) }
        #expect(try await answer(port, Self.get).hasPrefix("HTTP/1.1 200 "))
        withExtendedLifetime(idle) {}
        let loris = try (0..<4).map { _ in try RawClient(port) }
        for client in loris { client.send("GET / HT") }
        // Whether the fifth meets 503 depends on when the halves arrive; after their time everybody is served.
        let end = ContinuousClock.now.advanced(by: .seconds(20))
        var last = ""
        repeat {
            last = try await answer(port, Self.get)
        } while !last.hasPrefix("HTTP/1.1 200 ") && ContinuousClock.now < end
        #expect(last.hasPrefix("HTTP/1.1 200 "), "\(last)")
        withExtendedLifetime(loris) {}
    }

    @Test("HEAD is answered without the body, and a pipelined request after it")
    func pipelined() async throws {
        let panel = try PanelServer(QuietSubject(), port: 0)
        defer { panel.close() }
        let text = try await answer(
            panel.port, "HEAD /api/status HTTP/1.1\r\nHost: localhost\r\n\r\n" + Self.get)
        #expect(text.components(separatedBy: "HTTP/1.1 200 OK").count == 3)
        #expect(text.components(separatedBy: "quiet").count == 2)
    }
}
