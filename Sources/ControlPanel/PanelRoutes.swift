import Diagnostics
import FaultPlan
import Text

/// What the panel answers: the page at `/`, the API below `/api/`.
struct PanelRoutes: Sendable {
    private let subject: any PanelSubject

    /// The routes to this subject.
    init(_ subject: any PanelSubject) {
        self.subject = subject
    }

    /// The answer to a request. Waits for nobody.
    func answer(to request: HTTPRequest) -> HTTPResponse {
        if let refusal = PanelGuard.refusal(of: request) { return refusal }
        let parts = request.path.split(separator: "/").map(String.init)
        let methods = Self.methods(parts)
        guard !methods.isEmpty else { return .refusal(404, "there is no \(request.path) here") }
        guard methods.contains(request.method) else {
            return .refusal(
                405, "\(request.path) takes \(methods.joined(separator: ", ")) and not \(request.method)",
                headers: [("Allow", methods.joined(separator: ", "))])
        }
        switch (request.method, parts.dropFirst().first, parts.dropFirst(2).first) {
        case (_, nil, _): return Self.page
        case (_, "status", _): return .json(subject.status())
        case (_, "tags", _): return .json(subject.tags())
        case (_, "catalogue", _): return .json(FaultCatalogue.json)
        case ("DELETE", "controller", _): return .json(subject.clearController())
        case (_, "controller", _): return .json(subject.controller())
        case ("POST", _, _): return inject(request)
        case ("DELETE", _, nil): return .json(["cleared": .integer(Int64(subject.clearFaults()))])
        case ("DELETE", _, let number?):
            guard let number = Int(number), subject.clearFault(number) else {
                return .refusal(404, "no fault with the number \(number) is in force")
            }
            return .json(["cleared": 1])
        default: return .json(subject.faults())
        }
    }

    /// The methods that a path takes; none: there is no such path.
    private static func methods(_ parts: [String]) -> [String] {
        switch parts {
        case []: ["GET"]
        case ["api", "status"], ["api", "tags"], ["api", "catalogue"]: ["GET"]
        case ["api", "controller"]: ["GET"]
        case ["api", "controller", "fault"]: ["DELETE"]
        case ["api", "faults"]: ["GET", "POST", "DELETE"]
        case _ where parts.count == 3 && parts[0] == "api" && parts[1] == "faults": ["DELETE"]
        default: []
        }
    }

    private func inject(_ request: HTTPRequest) -> HTTPResponse {
        guard let text = String(validating: request.body, as: UTF8.self), let words = FaultWordsJSON.words(text) else {
            return .refusal(
                400, "the body is one JSON object like {\"fault\": \"delay\", \"by\": \"500ms\", \"for\": \"30s\"}")
        }
        do throws(InvalidInput) {
            let injected = try subject.inject(words)
            return .json(
                [
                    "number": .integer(Int64(injected.number)), "label": .string(injected.label),
                    "sentence": .string(injected.sentence),
                ], 201)
        } catch {
            return .refusal(400, error.description)
        }
    }

    private static var page: HTTPResponse {
        HTTPResponse(
            200, type: "text/html; charset=utf-8",
            headers: [
                // The page brings everything along and talks to this panel alone.
                (
                    "Content-Security-Policy",
                    "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src 'self'"
                ), ("X-Frame-Options", "DENY"), ("X-Content-Type-Options", "nosniff"),
            ],
            text: PanelPage.html)
    }
}
