/// Reads requests from the bytes of one connection, piece by piece, and never keeps more than the limits allow.
///
/// A pure value after RFC 9112: bytes in, requests or a refusal out. What is ambiguous is refused, never guessed: a
/// proxy in front may have guessed otherwise.
package struct HTTPRequestReader: Sendable {
    /// Why a request cannot be served; the connection ends with the answer.
    package struct Refusal: Error, Hashable, Sendable {
        /// The status of the answer.
        package var status: Int
        /// What is wrong, a sentence without its full stop.
        package var sentence: String

        /// A refusal.
        package init(_ status: Int, _ sentence: String) {
            self.status = status
            self.sentence = sentence
        }
    }

    private enum Stage: Hashable {
        case head
        case body(remaining: Int)
        case chunkSize
        case chunk(remaining: Int)
        case chunkEnd
        case trailer
    }

    private let limits: HTTPLimits
    private var buffer: [UInt8] = []
    private var stage = Stage.head
    private var request = HTTPRequest(method: "", path: "", headers: [], body: [], keepsAlive: false)
    private var trailerBytes = 0
    /// Bytes of the buffer in which no end of a line was found, so that a dribbling client costs no second look.
    private var scanned = 0

    /// Whether the client waits for `100 Continue` before it sends the body. The caller sends it once and sets it
    /// false.
    package var awaitsContinue = false

    /// A reader at the start of a connection.
    package init(_ limits: HTTPLimits) {
        self.limits = limits
    }

    /// Whether a request has begun and is not whole.
    package var isInside: Bool { !buffer.isEmpty || stage != .head }

    /// How many bytes may be handed over now without growing beyond the limits.
    package var room: Int { max(0, limits.headBytes + 1 - buffer.count) }

    /// Takes bytes that came; at most `room`.
    package mutating func take(_ bytes: some Collection<UInt8>) { buffer += bytes }

    /// The next whole request; nil when more bytes are needed.
    package mutating func next() throws(Refusal) -> HTTPRequest? {
        while true {
            switch stage {
            case .head:
                // Blank lines before a request are passed over, RFC 9112 section 2.2.
                if scanned == 0 { buffer.trimPrefix { $0 == 13 || $0 == 10 } }
                guard let head = try line(endingWith: [13, 10, 13, 10], limit: limits.headBytes, status: 431) else {
                    return nil
                }
                try readHead(head)
            case .body(let remaining):
                let taken = move(remaining)
                stage = .body(remaining: remaining - taken)
                if remaining == taken { return finish() }
                return nil
            case .chunkSize:
                guard let text = try line(endingWith: [13, 10], limit: 256, status: 400) else { return nil }
                let digits = text.prefix { $0 != 59 && $0 != 32 }
                guard (1...8).contains(digits.count), digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
                    let size = Int(String(decoding: digits, as: UTF8.self), radix: 16)
                else { throw Refusal(400, "a chunk begins with its size in hexadecimal digits") }
                guard request.body.count + size <= limits.bodyBytes else { throw tooLarge }
                stage = size == 0 ? .trailer : .chunk(remaining: size)
            case .chunk(let remaining):
                let taken = move(remaining)
                stage = remaining == taken ? .chunkEnd : .chunk(remaining: remaining - taken)
                if remaining > taken { return nil }
            case .chunkEnd:
                guard buffer.count >= 2 else { return nil }
                guard buffer[0] == 13, buffer[1] == 10 else { throw Refusal(400, "a chunk is longer than it says") }
                buffer.removeFirst(2)
                stage = .chunkSize
            case .trailer:
                guard let text = try line(endingWith: [13, 10], limit: limits.headBytes, status: 431) else {
                    return nil
                }
                trailerBytes += text.count + 2
                guard trailerBytes <= limits.headBytes else { throw Refusal(431, "the trailers are too long") }
                if text.isEmpty { return finish() }
            }
        }
    }

    private var tooLarge: Refusal { Refusal(413, "the body has more than \(limits.bodyBytes) bytes") }

    /// Moves up to `count` bytes into the body and says how many there were.
    private mutating func move(_ count: Int) -> Int {
        let taken = min(count, buffer.count)
        request.body += buffer[..<taken]
        buffer.removeFirst(taken)
        return taken
    }

    private mutating func finish() -> HTTPRequest {
        defer {
            request = HTTPRequest(method: "", path: "", headers: [], body: [], keepsAlive: false)
            stage = .head
            trailerBytes = 0
            awaitsContinue = false
        }
        return request
    }

    /// The bytes before the terminator, which is taken away with them; nil when it has not come.
    private mutating func line(
        endingWith end: [UInt8], limit: Int, status: Int
    ) throws(Refusal) -> [UInt8]? {
        let tooLong = Refusal(status, "a part of the request's head is longer than \(limit) bytes")
        var index = scanned
        while index + end.count <= buffer.count {
            if buffer[index] == end[0], buffer[index..<index + end.count].elementsEqual(end) {
                guard index <= limit else { throw tooLong }
                let line = Array(buffer[..<index])
                buffer.removeFirst(index + end.count)
                scanned = 0
                return line
            }
            index += 1
        }
        scanned = index
        guard buffer.count <= limit else { throw tooLong }
        return nil
    }

    private mutating func readHead(_ head: [UInt8]) throws(Refusal) {
        guard let text = String(validating: head, as: UTF8.self), !head.contains(0) else {
            throw Refusal(400, "the request's head is no text")
        }
        // A carriage return and line feed are one Character, so lines are split as bytes.
        let lines = text.utf8.split(separator: 10, omittingEmptySubsequences: false).map { line in
            String(decoding: line.last == 13 ? line.dropLast() : line, as: UTF8.self)
        }
        guard text.utf8.split(separator: 10, omittingEmptySubsequences: false).dropLast().allSatisfy({ $0.last == 13 })
        else { throw Refusal(400, "every line of the head ends with a carriage return and a line feed") }
        guard lines.count - 1 <= limits.headerCount else {
            throw Refusal(431, "the request has more than \(limits.headerCount) headers")
        }
        let parts = lines[0].split(separator: " ", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 3, !parts[0].isEmpty, parts[0].allSatisfy({ $0.isASCII && $0.isUppercase }) else {
            throw Refusal(400, "the first line is METHOD PATH HTTP/1.1")
        }
        guard parts[2] == "HTTP/1.1" || parts[2] == "HTTP/1.0" else {
            throw Refusal(505, "this server speaks HTTP/1.1")
        }
        guard parts[1].hasPrefix("/") else { throw Refusal(400, "the path begins with '/'") }
        request.method = parts[0]
        request.path = String(parts[1].prefix { $0 != "?" })
        for line in lines.dropFirst() { request.headers.append(try Self.header(line)) }
        let connection = request.values("connection").joined(separator: ",").lowercased()
        request.keepsAlive = parts[2] == "HTTP/1.1" && !connection.contains("close")
        guard request.values("host").count == 1 || parts[2] == "HTTP/1.0" && request.values("host").isEmpty else {
            throw Refusal(400, "a request has one Host header")
        }
        try readFraming()
        let expectation = request.values("expect").map { $0.lowercased() }
        guard expectation.allSatisfy({ $0 == "100-continue" }) else {
            throw Refusal(417, "the only expectation that is met is 100-continue")
        }
        awaitsContinue = !expectation.isEmpty && buffer.isEmpty && stage != .body(remaining: 0)
    }

    private static func header(_ line: String) throws(Refusal) -> HTTPRequest.Header {
        guard let colon = line.utf8.firstIndex(of: 58), colon != line.startIndex,
            line[..<colon].utf8.allSatisfy({ ($0 > 32 && $0 < 127) && !Self.separators.contains($0) })
        else { throw Refusal(400, "a header is 'Name: value' on one line") }
        let value = line[line.utf8.index(after: colon)...]
        let first = value.firstIndex { $0 != " " && $0 != "\t" } ?? value.endIndex
        let last = value.lastIndex { $0 != " " && $0 != "\t" }.map { value.index(after: $0) } ?? value.endIndex
        return HTTPRequest.Header(
            name: line[..<colon].lowercased(), value: first < last ? String(value[first..<last]) : "")
    }

    /// What no header's name holds, RFC 9110 section 5.6.2.
    private static let separators = Set("()<>@,;:\\\"/[]?={}".utf8)

    private mutating func readFraming() throws(Refusal) {
        let codings = request.values("transfer-encoding")
        let lengths = request.values("content-length")
        guard codings.isEmpty else {
            guard lengths.isEmpty else {
                throw Refusal(400, "a request has a Content-Length or a Transfer-Encoding, not both")
            }
            guard codings.count == 1, codings[0].lowercased() == "chunked" else {
                throw Refusal(501, "the only transfer encoding that is understood is chunked")
            }
            stage = .chunkSize
            return
        }
        guard lengths.count <= 1 else { throw Refusal(400, "a request has one Content-Length") }
        guard let text = lengths.first else {
            stage = .body(remaining: 0)
            return
        }
        guard (1...18).contains(text.utf8.count), text.utf8.allSatisfy({ (48...57).contains($0) }),
            let length = Int(text)
        else { throw Refusal(400, "a Content-Length is a whole number") }
        guard length <= limits.bodyBytes else { throw tooLarge }
        stage = .body(remaining: length)
    }
}
