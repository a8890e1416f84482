import CLinux

/// The two ends of a TCP connection as its client sees them.
package struct ConnectionEnds: Hashable, Sendable {
    /// The client's own address in network order: 4 bytes, or 16 for IPv6.
    package var clientAddress: [UInt8]
    /// The client's own port.
    package var clientPort: UInt16
    /// The server's address, as long as the client's.
    package var serverAddress: [UInt8]
    /// The server's port.
    package var serverPort: UInt16

    /// The ends of a connection.
    package init(clientAddress: [UInt8], clientPort: UInt16, serverAddress: [UInt8], serverPort: UInt16) {
        self.clientAddress = clientAddress
        self.clientPort = clientPort
        self.serverAddress = serverAddress
        self.serverPort = serverPort
    }

    /// The client's address in words: `192.168.1.20` or `fe80:0:0:0:0:0:0:1`.
    package var clientWords: String {
        if clientAddress.count == 4 { return clientAddress.map { String($0) }.joined(separator: ".") }
        return stride(from: 0, to: clientAddress.count, by: 2).map {
            String(UInt16(clientAddress[$0]) << 8 | UInt16(clientAddress[$0 + 1]), radix: 16)
        }.joined(separator: ":")
    }

    /// As the kernel is asked.
    var kernel: clinux_tcp_ends {
        var ends = clinux_tcp_ends()
        ends.local_port = clientPort
        ends.remote_port = serverPort
        ends.is_version6 = clientAddress.count == 16 ? 1 : 0
        withUnsafeMutableBytes(of: &ends.local) { $0.copyBytes(from: clientAddress.prefix(16)) }
        withUnsafeMutableBytes(of: &ends.remote) { $0.copyBytes(from: serverAddress.prefix(16)) }
        return ends
    }
}
