import Diagnostics
import FaultPlan
import FlyingFox
import Foundation
import Text

/// What the panel answers: the page at `/`, the API below `/api/`.
struct PanelRoutes: HTTPHandler {
    /// Bytes of a request's body that are read.
    static let longestBody = 65_536

    private let subject: any PanelSubject

    /// The routes to this subject.
    init(_ subject: any PanelSubject) {
        self.subject = subject
    }

    func handleRequest(_ request: HTTPRequest) async throws -> HTTPResponse {
        if let refusal = PanelGuard.refusal(of: request) { return refusal }
        let parts = request.path.split(separator: "/").map(String.init)
        switch (request.method, parts.first ?? "", parts.dropFirst().first, parts.dropFirst(2).first) {
        case (.GET, "", nil, nil): return Self.page
        case (.GET, "api", "status", nil): return Self.json(subject.status())
        case (.GET, "api", "tags", nil): return Self.json(subject.tags())
        case (.GET, "api", "catalogue", nil): return Self.json(FaultCatalogue.json)
        case (.GET, "api", "faults", nil): return Self.json(subject.faults())
        case (.POST, "api", "faults", nil): return try await inject(request)
        case (.DELETE, "api", "faults", nil):
            return Self.json(["cleared": .integer(Int64(subject.clearFaults()))])
        case (.DELETE, "api", "faults", let number?):
            guard let number = Int(number), subject.clearFault(number) else {
                return Self.refusal(.notFound, "no fault with the number \(number) is in force")
            }
            return Self.json(["cleared": 1])
        default: return Self.refusal(.notFound, "there is no \(request.method.rawValue) \(request.path) here")
        }
    }

    private func inject(_ request: HTTPRequest) async throws -> HTTPResponse {
        if let length = request.headers[.contentLength].flatMap(Int.init), length > Self.longestBody {
            return Self.refusal(.badRequest, "the body has more than \(Self.longestBody) bytes")
        }
        let body = try await request.bodyData
        guard let text = String(data: body, encoding: .utf8), let words = FaultWordsJSON.words(text) else {
            return Self.refusal(
                .badRequest,
                "the body is one JSON object like {\"fault\": \"delay\", \"by\": \"500ms\", \"for\": \"30s\"}")
        }
        do {
            let number = try subject.inject(words)
            return Self.json(["number": .integer(Int64(number))], .created)
        } catch {
            return Self.refusal(.badRequest, error.description)
        }
    }

    /// A refusal: an object with the sentence under `error`.
    static func refusal(_ status: HTTPStatusCode, _ sentence: String) -> HTTPResponse {
        json(["error": .string(sentence)], status)
    }

    private static func json(_ value: JSONValue, _ status: HTTPStatusCode = .ok) -> HTTPResponse {
        HTTPResponse(
            statusCode: status,
            headers: [.contentType: "application/json; charset=utf-8", HTTPHeader("Cache-Control"): "no-store"],
            body: Data((value.compact + "\n").utf8))
    }

    private static var page: HTTPResponse {
        HTTPResponse(
            statusCode: .ok,
            headers: [
                .contentType: "text/html; charset=utf-8",
                // The page brings everything along and talks to this panel alone.
                HTTPHeader("Content-Security-Policy"):
                    "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src 'self'",
                HTTPHeader("X-Frame-Options"): "DENY",
            ],
            body: Data(PanelPage.html.utf8))
    }
}
