import Glibc

/// A client's address and port.
package struct PeerAddress: Hashable, Sendable, CustomStringConvertible {
    /// The client's TCP port.
    package let port: UInt16
    private let isVersion6: Bool
    private let bytes: (high: UInt64, low: UInt64)

    /// The address and port that `accept` gave.
    init(_ storage: sockaddr_storage) {
        let isVersion6 = storage.ss_family == sa_family_t(AF_INET6)
        self.isVersion6 = isVersion6
        // Both families have the port at byte 2; the address is at byte 8 (16 bytes) or at byte 4 (4 bytes).
        (port, bytes) = withUnsafeBytes(of: storage) { raw -> (UInt16, (high: UInt64, low: UInt64)) in
            let port = UInt16(bigEndian: raw.load(fromByteOffset: 2, as: UInt16.self))
            guard isVersion6 else {
                return (port, (0, UInt64(UInt32(bigEndian: raw.load(fromByteOffset: 4, as: UInt32.self)))))
            }
            let high = UInt64(bigEndian: raw.load(fromByteOffset: 8, as: UInt64.self))
            return (port, (high, UInt64(bigEndian: raw.load(fromByteOffset: 16, as: UInt64.self))))
        }
    }

    /// The address alone, in network order: 4 bytes, or 16 for IPv6. An IPv4 address in an IPv6 one has 4.
    package var octets: [UInt8] {
        if isVersion6, bytes.high != 0 || bytes.low >> 32 != 0xFFFF {
            return [bytes.high, bytes.low].flatMap { half in
                (0..<8).map { UInt8(truncatingIfNeeded: half >> (56 - 8 * $0)) }
            }
        }
        return (0..<4).map { UInt8(truncatingIfNeeded: bytes.low >> (24 - 8 * $0)) }
    }

    /// `127.0.0.1:40000` or `[::1]:40000`.
    package var description: String {
        if isVersion6 {
            let groups = [bytes.high, bytes.low].flatMap { half in
                (0..<4).map { String(half >> (48 - 16 * $0) & 0xFFFF, radix: 16) }
            }
            return "[\(groups.joined(separator: ":"))]:\(port)"
        }
        let parts = (0..<4).map { String(bytes.low >> (24 - 8 * $0) & 0xFF) }
        return "\(parts.joined(separator: ".")):\(port)"
    }

    /// Whether address and port are the same.
    package static func == (left: PeerAddress, right: PeerAddress) -> Bool {
        left.port == right.port && left.isVersion6 == right.isVersion6 && left.bytes == right.bytes
    }

    /// Feeds address and port to `hasher`.
    package func hash(into hasher: inout Hasher) {
        hasher.combine(port)
        hasher.combine(bytes.high)
        hasher.combine(bytes.low)
    }
}
