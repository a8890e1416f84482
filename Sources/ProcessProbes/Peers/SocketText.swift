/// The sockets of another process's network name space, as /proc/PID/net/tcp and tcp6 list them (proc_pid_net(5)).
enum SocketText {
    /// The most of such a list that is read, in bytes: about 7,000 sockets.
    static let mostBytes = 1 << 20

    /// The inode of the socket whose own port and other end are the client's, in the name space of `pid`; nil when there is
    /// none, or it cannot be read.
    ///
    /// The client's own address may be another one there: a bridge translates it.
    static func inode(of ends: ConnectionEnds, inNetworkOf pid: Int32) -> UInt32? {
        for name in ["tcp", "tcp6"] {
            guard let text = ProcessWords.text("/proc/\(pid)/net/\(name)", atMost: mostBytes) else { continue }
            if let inode = inode(of: ends, in: text) { return inode }
        }
        return nil
    }

    /// The inode of the client's socket in such a list; nil when it is not there.
    static func inode(of ends: ConnectionEnds, in text: String) -> UInt32? {
        let port = hexadecimal(ends.clientPort)
        // Four bytes at a time, as the machine's own order has them; an IPv4 address in an IPv6 one stands at its end.
        let address = stride(from: 0, to: ends.serverAddress.count, by: 4).map { start in
            ends.serverAddress[start..<min(start + 4, ends.serverAddress.count)].reversed().map(hexadecimal).joined()
        }.joined()
        let server = "\(address):\(hexadecimal(ends.serverPort))"
        for line in text.split(separator: "\n").dropFirst() {
            let fields = line.split(separator: " ", omittingEmptySubsequences: true)
            guard fields.count > 9, fields[1].hasSuffix(":\(port)"), fields[2].hasSuffix(server) else { continue }
            if let inode = UInt32(fields[9]), inode != 0 { return inode }
        }
        return nil
    }

    private static func hexadecimal<Number: FixedWidthInteger>(_ number: Number) -> String {
        let digits = String(number, radix: 16, uppercase: true)
        return String(repeating: "0", count: Number.bitWidth / 4 - digits.count) + digits
    }
}
