import Glibc

/// This machine's addresses, and the networks inside it.
struct HostNetworks {
    /// An address of an interface with the network that it is in.
    private struct Interface {
        var name: String
        var address: [UInt8]
        var mask: [UInt8]
    }

    private let interfaces: [Interface]

    /// The addresses as they are now; none where they cannot be read.
    static func read() -> HostNetworks {
        var first: UnsafeMutablePointer<ifaddrs>?
        guard getifaddrs(&first) == 0 else { return HostNetworks(interfaces: []) }
        defer { freeifaddrs(first) }
        var interfaces: [Interface] = []
        var next = first
        while let entry = next?.pointee {
            next = entry.ifa_next
            guard let address = octets(entry.ifa_addr), let mask = octets(entry.ifa_netmask) else { continue }
            interfaces.append(Interface(name: String(cString: entry.ifa_name), address: address, mask: mask))
        }
        return HostNetworks(interfaces: interfaces)
    }

    /// Whether the address is one of this machine's.
    func isLocal(_ address: [UInt8]) -> Bool {
        if address.count == 4, address[0] == 127 { return true }
        return interfaces.contains { $0.address == address }
    }

    /// The bridge without a real network behind it in whose network the address is; nil when there is none.
    func insideNetwork(of address: [UInt8]) -> String? {
        interfaces.first { interface in
            interface.address.count == address.count
                && zip(zip(interface.address, address), interface.mask).allSatisfy { ($0.0 ^ $0.1) & $1 == 0 }
                && Self.isInside(interface.name)
        }?.name
    }

    /// Whether the interface is a bridge of nothing but virtual interfaces.
    private static func isInside(_ name: String) -> Bool {
        guard let members = opendir("/sys/class/net/\(name)/brif") else { return false }
        defer { closedir(members) }
        while let entry = readdir(members) {
            let member = withUnsafeBytes(of: &entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            if !member.hasPrefix("."), access("/sys/class/net/\(member)/device", F_OK) == 0 { return false }
        }
        return true
    }

    private static func octets(_ address: UnsafeMutablePointer<sockaddr>?) -> [UInt8]? {
        guard let address else { return nil }
        // The address stands at byte 4 of 8 for IPv4, at byte 8 of 24 for IPv6.
        switch Int32(address.pointee.sa_family) {
        case AF_INET: return Array(UnsafeRawBufferPointer(start: address, count: 8)[4..<8])
        case AF_INET6: return Array(UnsafeRawBufferPointer(start: address, count: 24)[8..<24])
        default: return nil
        }
    }
}
