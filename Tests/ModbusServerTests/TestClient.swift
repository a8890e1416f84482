import Glibc

/// A plain blocking TCP client; every call is bounded, so that a server that stays silent fails a test instead of
/// hanging it.
final class TestClient: Sendable {
    /// How a stream ended.
    enum End: Equatable {
        case orderly
        case reset
        case silence
        case bytes([UInt8])
    }

    struct Failure: Error {
        let sentence: String
    }

    let descriptor: Int32

    init(port: UInt16, receiveBuffer: Int32? = nil, sendBuffer: Int32? = nil, patienceSeconds: Int = 20) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw Failure(sentence: "socket: \(errno)") }
        var patience = timeval(tv_sec: patienceSeconds, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        if var size = receiveBuffer {
            setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &size, socklen_t(MemoryLayout<Int32>.size))
        }
        if var size = sendBuffer {
            setsockopt(descriptor, SOL_SOCKET, SO_SNDBUF, &size, socklen_t(MemoryLayout<Int32>.size))
        }
        var one: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &one, socklen_t(MemoryLayout<Int32>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        // All fields are set: `deinit` closes the descriptor also when this throws.
        guard result == 0 else { throw Failure(sentence: "connect: \(errno)") }
    }

    deinit {
        close(descriptor)
    }

    func send(_ bytes: [UInt8]) throws {
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes { raw in
                Glibc.send(descriptor, raw.baseAddress.map { $0 + sent }, bytes.count - sent, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { throw Failure(sentence: "send: \(errno)") }
            sent += count
        }
    }

    /// Sends what the socket takes without waiting; the number of bytes, 0 when it takes none.
    func sendWithoutWaiting(_ bytes: [UInt8]) -> Int {
        max(0, Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL | MSG_DONTWAIT)))
    }

    func receive(_ count: Int) throws -> [UInt8] {
        var bytes: [UInt8] = []
        var room = [UInt8](repeating: 0, count: count)
        while bytes.count < count {
            let received = recv(descriptor, &room, count - bytes.count, 0)
            guard received > 0 else {
                throw Failure(sentence: "recv gave \(received), errno \(errno), after \(bytes.count) of \(count) bytes")
            }
            bytes += room[..<received]
        }
        return bytes
    }

    func receiveFrame() throws -> [UInt8] {
        let header = try receive(6)
        return try header + receive(Int(header[4]) << 8 | Int(header[5]))
    }

    /// Sends one request PDU and gives the reply's PDU.
    func ask(_ pdu: [UInt8], unit: UInt8 = 1, transaction: UInt16 = 0x1234) throws -> [UInt8] {
        try send(frame(pdu, unit: unit, transaction: transaction))
        let reply = try receiveFrame()
        guard Array(reply[..<4]) == [UInt8(transaction >> 8), UInt8(transaction & 255), 0, 0], reply[6] == unit else {
            throw Failure(sentence: "the reply's header is \(reply[..<7])")
        }
        return Array(reply[7...])
    }

    /// Waits for the end of the stream and says what it was.
    func end() -> End {
        var room = [UInt8](repeating: 0, count: 4096)
        let received = recv(descriptor, &room, room.count, 0)
        if received > 0 { return .bytes(Array(room[..<received])) }
        if received == 0 { return .orderly }
        return errno == ECONNRESET ? .reset : .silence
    }

    func shutSending() {
        shutdown(descriptor, Int32(SHUT_WR))
    }
}

/// A request frame.
func frame(_ pdu: [UInt8], unit: UInt8 = 1, transaction: UInt16 = 0x1234) -> [UInt8] {
    let length = pdu.count + 1
    return [
        UInt8(transaction >> 8), UInt8(transaction & 255), 0, 0, UInt8(length >> 8), UInt8(length & 255), unit,
    ] + pdu
}
