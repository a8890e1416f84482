import CModbus
import CReactor
import Glibc
import ModbusProtocol

/// Has libmodbus build replies and gets hold of their bytes. One for each reactor, used by one thread.
///
/// No client's descriptor ever comes near the library: it sees a descriptor that stands for memory, or one end of a
/// socket pair.
final class ReplyCodec {
    /// Where the library's replies go.
    private enum Way {
        /// Into memory, through the caught `send`.
        case memory
        /// Into one end of a pair that keeps records apart; read from the other.
        case records(library: Int32, own: Int32)
        /// Requests and replies over a stream pair.
        case stream(library: Int32, own: Int32)
    }

    /// The choice that is in force; never `auto`.
    let choice: CodecChoice
    private let context: OpaquePointer
    private let way: Way
    /// Room for what `modbus_receive` puts together.
    private let received: UnsafeMutablePointer<UInt8>

    /// A codec of the wanted kind, tried out with one reply.
    static func make(_ wanted: CodecChoice) throws(ServerError) -> ReplyCodec {
        let candidates: [CodecChoice] = wanted == .auto ? [.memory, .socketpair] : [wanted]
        for candidate in candidates {
            if let codec = ReplyCodec(candidate), codec.passesSelfTest() { return codec }
        }
        throw .codecUnavailable(wanted)
    }

    private init?(_ choice: CodecChoice) {
        switch choice {
        case .auto: return nil
        case .memory:
            guard creactor_memory_compiled() else { return nil }
            way = .memory
        case .socketpair:
            guard let pair = Self.pair(SOCK_SEQPACKET) else { return nil }
            way = .records(library: pair.0, own: pair.1)
        case .strict:
            guard let pair = Self.pair(SOCK_STREAM) else { return nil }
            way = .stream(library: pair.0, own: pair.1)
        }
        guard let context = modbus_new_tcp("127.0.0.1", 0) else {
            Self.closePair(of: way)
            return nil
        }
        self.choice = choice
        self.context = context
        received = .allocate(capacity: Int(MODBUS_TCP_MAX_ADU_LENGTH))
        received.initialize(repeating: 0, count: Int(MODBUS_TCP_MAX_ADU_LENGTH))
        switch way {
        case .memory: modbus_set_socket(context, CREACTOR_MEMORY_DESCRIPTOR)
        case .records(let library, _), .stream(let library, _): modbus_set_socket(context, library)
        }
        // The library sleeps this long before it answers what the pre-screen should have kept from it.
        modbus_set_response_timeout(context, 0, 1)
    }

    deinit {
        // modbus_free would not close the socket, and modbus_close must not see the descriptor that stands for memory.
        modbus_free(context)
        Self.closePair(of: way)
        received.deallocate()
    }

    /// The library's reply to a request that the pre-screen let through.
    ///
    /// - Returns: the number of bytes in `target`, which has room for 260; 0 when the library failed.
    func reply(
        to frame: UnsafePointer<UInt8>, length: Int, mapping: UnsafeMutablePointer<modbus_mapping_t>,
        into target: UnsafeMutablePointer<UInt8>
    ) -> Int {
        switch way {
        case .memory:
            creactor_memory_begin(target, MBAPFramer.longestFrame)
            let sent = modbus_reply(context, frame, Int32(length), mapping)
            let count = creactor_memory_end()
            return Int(sent) == count ? count : 0
        case .records(_, let own):
            let sent = modbus_reply(context, frame, Int32(length), mapping)
            return take(sent, from: own, into: target)
        case .stream(_, let own):
            guard write(own, frame, length) == length else { return 0 }
            let count = modbus_receive(context, received)
            guard Int(count) == length else { return 0 }
            let sent = modbus_reply(context, received, count, mapping)
            return take(sent, from: own, into: target)
        }
    }

    /// The library's exception reply to any request frame; 0 bytes when the library failed.
    func exception(
        _ code: UInt8, to frame: UnsafePointer<UInt8>, into target: UnsafeMutablePointer<UInt8>
    ) -> Int {
        switch way {
        case .memory:
            creactor_memory_begin(target, MBAPFramer.longestFrame)
            let sent = modbus_reply_exception(context, frame, UInt32(code))
            let count = creactor_memory_end()
            return Int(sent) == count ? count : 0
        case .records(_, let own), .stream(_, let own):
            let sent = modbus_reply_exception(context, frame, UInt32(code))
            return take(sent, from: own, into: target)
        }
    }

    /// Whether the library's exception reply arrives, byte for byte.
    private func passesSelfTest() -> Bool {
        let request: [UInt8] = [0x12, 0x34, 0, 0, 0, 6, 0x56, 3, 0, 0, 0, 0]
        let expected: [UInt8] = [0x12, 0x34, 0, 0, 0, 3, 0x56, 0x83, 3]
        return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: MBAPFramer.longestFrame) { room in
            guard let target = room.baseAddress else { return false }
            target.initialize(repeating: 0, count: room.count)
            return exception(3, to: request, into: target) == expected.count
                && room.prefix(expected.count).elementsEqual(expected)
        }
    }

    private func take(_ sent: Int32, from own: Int32, into target: UnsafeMutablePointer<UInt8>) -> Int {
        guard sent > 0 else { return 0 }
        return recv(own, target, MBAPFramer.longestFrame, Int32(MSG_DONTWAIT)) == Int(sent) ? Int(sent) : 0
    }

    /// A local pair; nil when the system has none, or its numbers are so high that the library's `select` would
    /// overrun its set.
    private static func pair(_ type: __socket_type) -> (Int32, Int32)? {
        var ends: [Int32] = [-1, -1]
        guard socketpair(AF_UNIX, Int32(type.rawValue | SOCK_CLOEXEC.rawValue), 0, &ends) == 0 else { return nil }
        guard ends[0] < 1024, ends[1] < 1024 else {
            close(ends[0])
            close(ends[1])
            return nil
        }
        return (ends[0], ends[1])
    }

    private static func closePair(of way: Way) {
        switch way {
        case .memory: break
        case .records(let library, let own), .stream(let library, let own):
            close(library)
            close(own)
        }
    }
}
