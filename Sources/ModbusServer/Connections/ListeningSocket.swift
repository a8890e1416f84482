import Glibc

/// A TCP socket that listens.
struct ListeningSocket: ~Copyable {
    /// Its descriptor, closed with this value.
    let descriptor: Int32
    /// The port that it listens at.
    let port: UInt16

    /// Takes a port at the first usable address of `host`.
    ///
    /// - Parameter listens: whether it also listens; otherwise the port is kept from other programs and whoever connects is
    ///   refused, until `listen(backlog:)`.
    ///
    /// The options are set here because Linux lets accepted connections inherit them: replies go out at once
    /// (TCP_NODELAY), a client that vanished without a word is found within about two minutes (keep-alive), and the
    /// kernel does not grow its buffers by megabytes for a client that asks and does not read.
    init(host: String, port: UInt16, listens: Bool = true) throws(ServerError) {
        var hints = addrinfo()
        hints.ai_family = AF_UNSPEC
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_flags = AI_PASSIVE
        var found: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, String(port), &hints, &found) == 0, let found else { throw .unknownHost(host) }
        defer { freeaddrinfo(found) }
        let address = found.pointee
        let kind = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
        let socket = Glibc.socket(address.ai_family, kind, 0)
        guard socket >= 0 else { throw .system(call: "socket", errorNumber: errno) }
        Self.setOptions(of: socket)
        guard bind(socket, address.ai_addr, address.ai_addrlen) == 0,
            !listens || Glibc.listen(socket, Self.backlog) == 0
        else {
            let error = Self.error(errno, host: host, port: port)
            close(socket)
            throw error
        }
        descriptor = socket
        self.port = Self.boundPort(of: socket)
    }

    /// Listens, or changes how many connections may wait to be accepted.
    ///
    /// - Returns: 0, or the errno.
    func listen(backlog: Int32) -> Int32 {
        Glibc.listen(descriptor, backlog) == 0 ? 0 : errno
    }

    deinit {
        close(descriptor)
    }

    /// Connections that may wait to be accepted; the system's own limit (net.core.somaxconn) may be lower.
    static let backlog: Int32 = 4096

    private static func setOptions(of socket: Int32) {
        set(socket, SOL_SOCKET, SO_REUSEADDR, 1)
        set(socket, SOL_SOCKET, SO_SNDBUF, ReactorLimit.kernelOutputBytes)
        set(socket, SOL_SOCKET, SO_RCVBUF, ReactorLimit.kernelInputBytes)
        set(socket, SOL_SOCKET, SO_KEEPALIVE, 1)
        set(socket, Int32(IPPROTO_TCP), TCP_NODELAY, 1)
        set(socket, Int32(IPPROTO_TCP), TCP_KEEPIDLE, 60)
        set(socket, Int32(IPPROTO_TCP), TCP_KEEPINTVL, 15)
        set(socket, Int32(IPPROTO_TCP), TCP_KEEPCNT, 4)
    }

    private static func set(_ socket: Int32, _ level: Int32, _ option: Int32, _ value: Int32) {
        var value = value
        setsockopt(socket, level, option, &value, socklen_t(MemoryLayout<Int32>.size))
    }

    private static func error(_ errorNumber: Int32, host: String, port: UInt16) -> ServerError {
        switch errorNumber {
        case EADDRINUSE: .portInUse(host: host, port: port)
        case EACCES: .portForbidden(port: port)
        case EADDRNOTAVAIL: .unknownHost(host)
        default: .system(call: "bind", errorNumber: errorNumber)
        }
    }

    private static func boundPort(of socket: Int32) -> UInt16 {
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        return withUnsafeMutableBytes(of: &storage) { raw in
            guard let base = raw.baseAddress else { return 0 }
            getsockname(socket, base.assumingMemoryBound(to: sockaddr.self), &length)
            // The port stands at the same place in both families.
            return UInt16(bigEndian: raw.load(fromByteOffset: 2, as: UInt16.self))
        }
    }
}
