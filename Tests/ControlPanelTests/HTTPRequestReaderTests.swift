import ControlPanel
import Testing

@Suite("Requests from bytes", .timeLimit(.minutes(5)))
struct HTTPRequestReaderTests {
    private func limits() -> HTTPLimits {
        var limits = HTTPLimits()
        limits.headBytes = 200
        limits.headerCount = 4
        limits.bodyBytes = 10
        return limits
    }

    /// Every request of the text, handed over in pieces of this size.
    private func requests(_ text: String, pieces: Int = 1) throws -> [HTTPRequest] {
        var reader = HTTPRequestReader(limits())
        var found: [HTTPRequest] = []
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = min(pieces, reader.room, rest.count)
            reader.take(rest.prefix(count))
            rest = rest.dropFirst(count)
            while let request = try reader.next() { found.append(request) }
        }
        return found
    }

    @Test("Requests are found however their bytes come", arguments: [1, 2, 7, 1000])
    func pieces(count: Int) throws {
        let text =
            "\r\nGET /api/status?x=1 HTTP/1.1\r\nHost: localhost\r\n\r\n"
            + "POST /a HTTP/1.1\r\nHOST:localhost \r\nContent-Length: 3\r\n\r\nabc"
            + "POST /b HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n2;x=y\r\nde\r\n01\r\nf\r\n0\r\nT: r\r\n\r\n"
            + "GET /c HTTP/1.0\r\n\r\n"
        let found = try requests(text, pieces: count)
        #expect(found.map(\.path) == ["/api/status", "/a", "/b", "/c"])
        #expect(found.map { String(decoding: $0.body, as: UTF8.self) } == ["", "abc", "def", ""])
        #expect(found.map(\.keepsAlive) == [true, true, true, false])
        #expect(found[1].values("host") == ["localhost"])
    }

    @Test(
        "What is too long or ambiguous is refused",
        arguments: [
            ("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 11\r\n\r\n", 413),
            ("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n6\r\nabcdef\r\n5\r\n", 413),
            ("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFF\r\n", 413),
            ("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n", 400),
            ("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab\r\n", 400),
            ("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: gzip\r\n\r\n", 501),
            ("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\nContent-Length: 1\r\n\r\n", 400),
            ("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", 400),
            ("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: +1\r\n\r\n", 400),
            ("GET / HTTP/1.1\r\n\r\n", 400), ("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400),
            ("GET / HTTP/1.1\r\nHost: h\r\n folded\r\n\r\n", 400), ("GET / HTTP/1.1\r\nHost : h\r\n\r\n", 400),
            ("GET / HTTP/1.1\nX: y\r\nHost: h\r\n\r\n", 400), ("GET http://h/ HTTP/1.1\r\nHost: h\r\n\r\n", 400),
            ("GET  / HTTP/1.1\r\nHost: h\r\n\r\n", 400), ("GET / HTTP/2.0\r\nHost: h\r\n\r\n", 505),
            ("GET / HTTP/1.1\r\nHost: h\r\nExpect: magic\r\n\r\n", 417),
            ("GET / HTTP/1.1\r\nHost: h\r\nA: 1\r\nB: 1\r\nC: 1\r\nD: 1\r\n\r\n", 431),
            ("GET /" + String(repeating: "a", count: 400), 431),
            (
                "GET / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n"
                    + String(repeating: "a: b\r\n", count: 60), 431
            ),
        ])
    func refused(text: String, status: Int) throws {
        for pieces in [1, 1000] {
            let refusal = #expect(throws: HTTPRequestReader.Refusal.self) { try requests(text, pieces: pieces) }
            #expect(refusal?.status == status, "\(text.prefix(80))")
        }
    }

    @Test("A client that waits for 100 Continue is told to go on, once its head is here")
    func continues() throws {
        var reader = HTTPRequestReader(limits())
        reader.take(Array("POST / HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n".utf8))
        #expect(try reader.next() == nil && reader.awaitsContinue && reader.isInside)
        reader.awaitsContinue = false
        reader.take(Array("ab".utf8))
        #expect(try reader.next()?.body == Array("ab".utf8))
        #expect(!reader.isInside)
    }
}
