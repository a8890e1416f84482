import Glibc
import Testing

@testable import ModbusServer

@Suite("Peer addresses", .timeLimit(.minutes(5)))
struct PeerAddressTests {
    private static func peer<Address>(_ address: Address) -> PeerAddress {
        var storage = sockaddr_storage()
        withUnsafeMutableBytes(of: &storage) { target in
            withUnsafeBytes(of: address) { target.copyMemory(from: $0) }
        }
        return PeerAddress(storage)
    }

    @Test("an IPv4 address is shown in dots, with its port")
    func version4() {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(40_001).bigEndian
        address.sin_addr.s_addr = UInt32(0xC0A8_0117).bigEndian
        #expect(Self.peer(address).description == "192.168.1.23:40001")
    }

    @Test("an IPv6 address is shown in brackets, with its port")
    func version6() {
        var address = sockaddr_in6()
        address.sin6_family = sa_family_t(AF_INET6)
        address.sin6_port = UInt16(502).bigEndian
        withUnsafeMutableBytes(of: &address.sin6_addr) { bytes in
            bytes[0] = 0x20
            bytes[1] = 0x01
            bytes[15] = 0x1F
        }
        #expect(Self.peer(address).description == "[2001:0:0:0:0:0:0:1f]:502")
        #expect(Self.peer(address) == Self.peer(address))
    }
}
