import Dispatch
import FlyingFox
import FlyingSocks
import Foundation
import Text

/// Talks to a panel on this machine: what `twinsim inject` is made of.
package struct PanelClient: Sendable {
    /// The panel's port on the loopback address.
    package let port: UInt16

    /// A client of the panel at this port.
    package init(port: UInt16) {
        self.port = port
    }

    /// Injects the fault of these words and returns its number in the run. Blocks the calling thread.
    ///
    /// - Throws: `PanelError`.
    package func inject(_ words: [String]) throws(PanelError) -> Int {
        let answer = try send(.POST, "/api/faults", body: FaultWordsJSON.object(words).compact)
        guard case .integer(let number)? = answer["number"] else { throw .notAPanel(port: port) }
        return Int(number)
    }

    /// Ends the fault with this number, or every fault when it is nil. Returns how many.
    ///
    /// - Throws: `PanelError`.
    package func clear(_ number: Int?) throws(PanelError) -> Int {
        let answer = try send(.DELETE, "/api/faults" + (number.map { "/\($0)" } ?? ""))
        guard case .integer(let cleared)? = answer["cleared"] else { throw .notAPanel(port: port) }
        return Int(cleared)
    }

    /// The faults in force and what they did, as the panel lists them.
    ///
    /// - Throws: `PanelError`.
    package func faults() throws(PanelError) -> JSONValue {
        try send(.GET, "/api/faults")
    }

    private func send(_ method: HTTPMethod, _ path: String, body: String = "") throws(PanelError) -> JSONValue {
        let answer: (status: Int, text: String)
        do {
            answer = try exchange(method, path, body)
        } catch {
            throw .cannotReach(port: port, reason: "\(error)")
        }
        guard let value = JSONValue(parsing: answer.text) else { throw .notAPanel(port: port) }
        guard (200..<300).contains(answer.status) else {
            guard case .string(let sentence)? = value["error"] else { throw .notAPanel(port: port) }
            throw .refused(sentence)
        }
        return value
    }

    private func exchange(_ method: HTTPMethod, _ path: String, _ body: String) throws -> (status: Int, text: String) {
        let request = HTTPRequest(
            method: method, version: .http11, path: path, query: [],
            headers: [
                .host: "127.0.0.1:\(port)", .contentType: "application/json", .contentLength: "\(body.utf8.count)",
            ], body: Data(body.utf8))
        let port = port
        return try Blocking.value {
            var client = HTTPClient()
            let response = try await client.sendHTTPRequest(request, to: .inet(ip4: "127.0.0.1", port: port))
            return (response.statusCode.code, String(decoding: try await response.bodyData, as: UTF8.self))
        }
    }
}
