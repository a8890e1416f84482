import Text

/// An answer, before it is bytes.
struct HTTPResponse: Sendable {
    /// The status, 100 to 599.
    var status: Int
    /// The headers beside `Content-Length` and `Connection`.
    var headers: [(name: String, value: String)]
    /// The body.
    var body: [UInt8]

    /// An answer with this text.
    init(_ status: Int, type: String, headers: [(name: String, value: String)] = [], text: String) {
        self.status = status
        self.headers = [("Content-Type", type)] + headers
        body = Array(text.utf8)
    }

    /// A refusal: an object with the sentence under `error`.
    static func refusal(_ status: Int, _ sentence: String, headers: [(name: String, value: String)] = [])
        -> HTTPResponse
    {
        let object: JSONValue = ["error": .string(sentence)]
        return json(object, status, headers: headers)
    }

    /// A JSON value.
    static func json(
        _ value: JSONValue, _ status: Int = 200, headers: [(name: String, value: String)] = []
    ) -> HTTPResponse {
        HTTPResponse(
            status, type: "application/json; charset=utf-8", headers: [("Cache-Control", "no-store")] + headers,
            text: value.compact + "\n")
    }

    /// The bytes that leave.
    ///
    /// - Parameters:
    ///   - keepsAlive: whether the connection goes on.
    ///   - hasBody: false for the answer to HEAD.
    func bytes(keepsAlive: Bool, hasBody: Bool = true) -> [UInt8] {
        var head = "HTTP/1.1 \(status) \(Self.phrase(status))\r\n"
        for header in headers { head += "\(header.name): \(header.value)\r\n" }
        head += "Content-Length: \(body.count)\r\nConnection: \(keepsAlive ? "keep-alive" : "close")\r\n\r\n"
        return Array(head.utf8) + (hasBody ? body : [])
    }

    private static func phrase(_ status: Int) -> String {
        switch status {
        case 200: "OK"
        case 201: "Created"
        case 400: "Bad Request"
        case 403: "Forbidden"
        case 404: "Not Found"
        case 405: "Method Not Allowed"
        case 408: "Request Timeout"
        case 413: "Content Too Large"
        case 415: "Unsupported Media Type"
        case 417: "Expectation Failed"
        case 421: "Misdirected Request"
        case 431: "Request Header Fields Too Large"
        case 501: "Not Implemented"
        case 503: "Service Unavailable"
        case 505: "HTTP Version Not Supported"
        default: "Answer"
        }
    }
}
