import CReactor
import Glibc
import Text

/// Talks to a panel on this machine: what `twinsim inject` is made of. Blocks the calling thread.
package struct PanelClient: Sendable {
    /// Seconds that connecting, and each wait for bytes, may take.
    static let patienceSeconds = 10
    /// Bytes of an answer that are read; a panel's answers have far fewer.
    static let largestAnswer = 16 << 20

    /// The panel's port on the loopback address.
    package let port: UInt16

    /// A client of the panel at this port.
    package init(port: UInt16) {
        self.port = port
    }

    /// Injects the fault of these words.
    ///
    /// - Throws: `PanelError`.
    package func inject(_ words: [String]) throws(PanelError) -> InjectedFault {
        let answer = try send("POST", "/api/faults", body: FaultWordsJSON.object(words).compact)
        guard case .integer(let number)? = answer["number"], case .string(let label)? = answer["label"],
            case .string(let sentence)? = answer["sentence"]
        else { throw .notAPanel(port: port) }
        return InjectedFault(number: Int(number), label: label, sentence: sentence)
    }

    /// Ends the fault with this number, or every fault when it is nil. Returns how many.
    ///
    /// - Throws: `PanelError`.
    package func clear(_ number: Int?) throws(PanelError) -> Int {
        try cleared(try send("DELETE", "/api/faults" + (number.map { "/\($0)" } ?? "")))
    }

    /// Clears the controller's faults and asks for run mode. Returns 1 when it was faulted, else 0.
    ///
    /// - Throws: `PanelError`.
    package func clearController() throws(PanelError) -> Int {
        try cleared(try send("DELETE", "/api/controller/fault"))
    }

    private func cleared(_ answer: JSONValue) throws(PanelError) -> Int {
        guard case .integer(let cleared)? = answer["cleared"] else { throw .notAPanel(port: port) }
        return Int(cleared)
    }

    /// The faults in force and what they did, as the panel lists them.
    ///
    /// - Throws: `PanelError`.
    package func faults() throws(PanelError) -> JSONValue {
        try send("GET", "/api/faults")
    }

    private func send(_ method: String, _ path: String, body: String = "") throws(PanelError) -> JSONValue {
        let answer = try exchange(
            "\(method) \(path) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nConnection: close\r\n"
                + "Content-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)")
        guard let (status, text) = Self.parts(answer), let value = JSONValue(parsing: text) else {
            throw .notAPanel(port: port)
        }
        guard (200..<300).contains(status) else {
            guard case .string(let sentence)? = value["error"] else { throw .notAPanel(port: port) }
            throw .refused(sentence)
        }
        return value
    }

    /// The status and the body of an answer whose connection has ended; nil when it is none.
    private static func parts(_ answer: [UInt8]) -> (status: Int, body: String)? {
        let end = Array("\r\n\r\n".utf8)
        guard
            let place = answer.indices.first(where: { index in
                answer[index] == 13 && answer[index...].starts(with: end)
            })
        else { return nil }
        let first = String(decoding: answer.prefix { $0 != 13 }, as: UTF8.self).split(separator: " ")
        guard first.count >= 2, first[0].hasPrefix("HTTP/1."), let status = Int(first[1]) else { return nil }
        return (status, String(decoding: answer[(place + end.count)...], as: UTF8.self))
    }

    private func exchange(_ request: String) throws(PanelError) -> [UInt8] {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw failed }
        defer { close(descriptor) }
        var patience = timeval(tv_sec: Self.patienceSeconds, tv_usec: 0)
        let size = socklen_t(MemoryLayout<timeval>.size)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, size)
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &patience, size)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let isConnected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
        guard isConnected else { throw failed }
        var rest = Array(request.utf8)[...]
        while !rest.isEmpty {
            let sent = rest.withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard sent > 0 || errno == EINTR else { throw failed }
            rest = rest.dropFirst(max(0, sent))
        }
        var answer: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let count = recv(descriptor, &chunk, chunk.count, 0)
            if count == 0 { return answer }
            guard count > 0 || errno == EINTR else { throw failed }
            answer += chunk[..<max(0, count)]
            guard answer.count <= Self.largestAnswer else { throw .notAPanel(port: port) }
        }
    }

    /// The error that errno tells now.
    private var failed: PanelError {
        let reason =
            errno == EAGAIN ? "no answer in \(Self.patienceSeconds) s" : String(cString: strerror(errno))
        return .cannotReach(port: port, reason: reason)
    }
}
