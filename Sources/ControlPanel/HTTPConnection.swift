import Glibc

/// One connection of the panel's server: what came, what has still to leave, and until when it may take.
///
/// A class, because it owns its socket and stands in a list. The server's thread alone uses it.
final class HTTPConnection {
    /// The socket, closed with the connection.
    let descriptor: Int32
    /// Requests from the bytes that came.
    var reader: HTTPRequestReader
    /// Whether the connection ends when the output has left.
    var endsAfterOutput = false
    /// Whether our side is shut and what the client still sends is thrown away: closing with unread bytes would reset
    /// the connection and take the answer with it.
    private(set) var isDraining = false
    /// When something must have happened; nanoseconds of CLOCK_MONOTONIC.
    var deadline: Int64
    /// Whether it waits for a request and nothing is under way.
    var isIdle = true
    private var output: ArraySlice<UInt8> = []

    /// A connection that was accepted.
    init(_ descriptor: Int32, limits: HTTPLimits, deadline: Int64) {
        self.descriptor = descriptor
        reader = HTTPRequestReader(limits)
        self.deadline = deadline
    }

    deinit { close(descriptor) }

    /// What poll is to wait for.
    var events: Int16 { Int16(hasOutput ? POLLOUT : POLLIN) }

    /// Whether an answer has still to leave.
    var hasOutput: Bool { !output.isEmpty }

    /// Adds bytes to what has to leave.
    func answer(_ bytes: [UInt8]) { output += bytes }

    /// Sends what can leave now.
    ///
    /// - Returns: false when the client is gone.
    func flush() -> Bool {
        while !output.isEmpty {
            let sent = output.withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            if sent > 0 {
                output = output.dropFirst(sent)
            } else if errno != EINTR {
                return errno == EAGAIN
            }
        }
        output = []
        return true
    }

    /// Shuts our side.
    func drain() {
        isDraining = true
        shutdown(descriptor, Int32(SHUT_WR))
    }

    /// Reads what has come, at most `count` bytes; empty when there is nothing now, nil when the client is gone.
    func read(_ count: Int) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: count)
        let taken = recv(descriptor, &bytes, count, 0)
        if taken > 0 { return Array(bytes[..<taken]) }
        return taken < 0 && (errno == EAGAIN || errno == EINTR) ? [] : nil
    }
}
