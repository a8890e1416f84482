import FlyingFox

/// Keeps other web pages away from the panel: a page in the user's browser must not be able to break the user's twin.
enum PanelGuard {
    /// The names by which the loopback is reached.
    static let localNames: Set<String> = ["127.0.0.1", "localhost", "[::1]"]

    /// The answer to a request that does not come from this machine's user; nil when it may be served.
    ///
    /// A name that merely resolves to the loopback is another site's (DNS rebinding), as is another origin. A POST must say
    /// that its body is JSON, which no form of another page can.
    static func refusal(of request: HTTPRequest) -> HTTPResponse? {
        if let host = request.headers[.host], !localNames.contains(name(host)) {
            return PanelRoutes.refusal(.forbidden, "the panel answers to 127.0.0.1 and localhost only")
        }
        if let origin = request.headers[HTTPHeader("Origin")] {
            let authority = origin.split(separator: "/").last.map(String.init) ?? ""
            guard localNames.contains(name(authority)), authority == request.headers[.host] else {
                return PanelRoutes.refusal(.forbidden, "the panel does not answer to another page")
            }
        }
        if request.method == .POST, request.headers[.contentType]?.hasPrefix("application/json") != true {
            return PanelRoutes.refusal(
                HTTPStatusCode(415, phrase: "Unsupported Media Type"), "the body's type is application/json")
        }
        return nil
    }

    /// A host without its port.
    private static func name(_ host: String) -> String {
        guard let colon = host.lastIndex(of: ":"), !host.hasSuffix("]") else { return host }
        return String(host[..<colon])
    }
}
