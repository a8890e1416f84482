/// Keeps other web pages away from the panel: a page in the user's browser must not be able to break the user's twin.
enum PanelGuard {
    /// The names by which the loopback is reached.
    static let localNames: Set<String> = ["127.0.0.1", "localhost", "[::1]"]

    /// The answer to a request that does not come from this machine's user; nil when it may be served.
    ///
    /// A name that merely resolves to the loopback is another site's (DNS rebinding), as is another origin. A POST must say
    /// that its body is JSON, which no form of another page can.
    static func refusal(of request: HTTPRequest) -> HTTPResponse? {
        let host = request.values("host").first
        guard let host, isLocal(host) else {
            return .refusal(403, "the panel answers to 127.0.0.1 and localhost only")
        }
        for origin in request.values("origin") {
            guard origin.lowercased() == "http://\(host.lowercased())" else {
                return .refusal(403, "the panel does not answer to another page")
            }
        }
        let sites = request.values("sec-fetch-site")
        guard sites.allSatisfy({ ["same-origin", "none"].contains($0) }) else {
            return .refusal(403, "the panel does not answer to another page")
        }
        if request.method == "POST", !isJSON(request.values("content-type")) {
            return .refusal(415, "the body's type is application/json")
        }
        return nil
    }

    /// Whether the host is the loopback, with or without a port.
    private static func isLocal(_ host: String) -> Bool {
        let lower = host.lowercased()
        return localNames.contains { name in
            guard lower.hasPrefix(name) else { return false }
            let rest = lower.dropFirst(name.count)
            if rest.isEmpty { return true }
            let digits = rest.dropFirst()
            return rest.first == ":" && (1...5).contains(digits.count)
                && digits.utf8.allSatisfy { (48...57).contains($0) }
        }
    }

    /// Whether there is one type and it is JSON; its only parameter may be the charset UTF-8.
    private static func isJSON(_ types: [String]) -> Bool {
        guard types.count == 1 else { return false }
        let parts = types[0].lowercased().split(separator: ";", omittingEmptySubsequences: false).map { part in
            String(part.filter { $0 != " " && $0 != "\t" && $0 != "\"" })
        }
        return parts[0] == "application/json" && parts.dropFirst().allSatisfy { $0 == "charset=utf-8" }
    }
}
