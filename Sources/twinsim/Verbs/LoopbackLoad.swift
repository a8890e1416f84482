import Glibc
import TwinRuntime

/// A Modbus client on the loopback that keeps sixteen requests outstanding and checks every reply.
enum LoopbackLoad {
    private static let outstanding = 16
    private static let registers = 10
    private static let replyBytes = 9 + 2 * registers

    /// Requests per second over this many seconds.
    ///
    /// - Throws: `OutputError.loadFailed` when a connection, a call or a reply is not as it must be.
    static func run(port: UInt16, unit: UInt8, seconds: Double) throws(OutputError) -> Double {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw failure("socket") }
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let connected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard connected == 0 else { throw failure("connect") }
        let batch = (0..<outstanding).flatMap { number -> [UInt8] in
            [0, UInt8(number), 0, 0, 0, 6, unit, 3, 0, 0, 0, UInt8(registers)]
        }
        var replies = [UInt8](repeating: 0, count: outstanding * replyBytes)
        var count = 0
        let begin = MonotonicClock.nanoseconds()
        let end = begin + Int64(seconds * 1e9)
        while MonotonicClock.nanoseconds() < end {
            guard send(descriptor, batch, batch.count, Int32(MSG_NOSIGNAL)) == batch.count else {
                throw failure("send")
            }
            guard recv(descriptor, &replies, replies.count, Int32(MSG_WAITALL)) == replies.count else {
                throw failure("recv")
            }
            for number in 0..<outstanding {
                let start = number * replyBytes
                guard replies[start + 1] == UInt8(number), replies[start + 7] == 3,
                    replies[start + 8] == UInt8(2 * registers)
                else { throw .loadFailed(reason: "reply \(number) of a batch is not the one that was asked for") }
            }
            count += outstanding
        }
        return Double(count) / (Double(MonotonicClock.nanoseconds() - begin) * 1e-9)
    }

    private static func failure(_ call: String) -> OutputError {
        .loadFailed(reason: "\(call): \(String(cString: strerror(errno)))")
    }
}
