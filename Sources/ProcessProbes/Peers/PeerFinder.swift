import CLinux
import Glibc

/// Finds the process that holds the client's end of a connection.
///
/// The kernel's socket diagnostics tell the socket's inode by its addresses and ports (sock_diag(7), 10 us); the process is
/// the one with a descriptor of that inode. Those are looked at first that are likely: who was found last, the processes
/// that began last, the client's tree; then all, the newest first. What is not in this network name space is looked for in
/// those of the tree's processes. Used by one thread at a time.
package final class PeerFinder {
    /// The longest that one search takes, s.
    package static let longestSearchSeconds = 0.02
    /// How many of the processes that began last are looked at before the tree.
    static let newestLookedAt: Int32 = 16
    /// How many are remembered that were found.
    static let rememberedHolders = 8
    /// Seconds for which the machine's addresses are taken to stay.
    static let networksSeconds = 30.0
    /// The most ancestors that are told.
    static let mostAncestors = 64

    private let diagnostics: Int32
    private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 32 << 10, alignment: 16)
    private var numbers = [Int32](repeating: 0, count: 4096)
    private var holders: [Int32] = []
    private var networks: (value: HostNetworks, at: Double)?
    /// The processes of the client's tree as far as they are known: they are looked at early.
    package var tree: [Int32] = []

    /// A finder that has found nobody yet.
    package init() { diagnostics = clinux_open_socket_diagnostics() }

    deinit {
        buffer.deallocate()
        if diagnostics >= 0 { close(diagnostics) }
    }

    /// Names the calling thread, and asks for it to be woken soon: who is looked for may be gone in a millisecond.
    package static func prepareThread() {
        clinux_name_thread("peers")
        clinux_prefer_promptness()
    }

    /// Looks for the process at the client's end.
    ///
    /// - Parameter isOpen: whether the server knows the connection to be open, and has known it for a while.
    package func find(_ ends: ConnectionEnds, isOpen: Bool = false) -> PeerFinding {
        let begin = monotonicSeconds()
        if networks.map({ begin - $0.at > Self.networksSeconds }) ?? true { networks = (HostNetworks.read(), begin) }
        if let networks = networks?.value, !networks.isLocal(ends.clientAddress) {
            guard let interface = networks.insideNetwork(of: ends.clientAddress) else {
                return .machine(address: ends.clientWords)
            }
            return inOtherNetwork(ends) ?? .unknown(.insideNetwork(interface: interface))
        }
        guard diagnostics >= 0 else { return .unknown(.failed(reason: sentence(ofError: -diagnostics))) }
        var kernel = ends.kernel
        var socket = clinux_tcp_socket()
        let error = clinux_tcp_socket(diagnostics, buffer.baseAddress, buffer.count, &kernel, &socket)
        if error == -ENOENT { return isOpen ? inOtherNetwork(ends) ?? .unknown(.otherNetwork) : .unknown(.ended) }
        guard error == 0 else { return .unknown(.failed(reason: sentence(ofError: -error))) }
        guard socket.inode != 0 else { return .unknown(.ended) }
        return search(socket, until: begin + Self.longestSearchSeconds)
    }

    private func search(_ socket: clinux_tcp_socket, until deadline: Double) -> PeerFinding {
        let isOurs = socket.user == geteuid()
        var looked: Set<Int32> = []
        var isAnyHidden = false
        /// Whether the process holds the socket.
        func holds(_ pid: Int32) -> Bool {
            guard pid > 0, looked.insert(pid).inserted else { return false }
            switch heldBy(pid, socket.inode) {
            case 1: return true
            case -EACCES, -EPERM:
                isAnyHidden = isAnyHidden || isOurs || owner(of: pid) == socket.user
                return false
            default: return false
            }
        }
        if let pid = holders.first(where: holds) ?? newest().first(where: holds) { return found(pid) }
        if let pid = tree.first(where: { monotonicSeconds() < deadline && holds($0) }) { return found(pid) }
        // Of the client's tree, then: it has changed its user, and may not be looked at.
        if !isOurs, isAnyHidden { return .unknown(.hidden) }
        // Other users' descriptors are for root alone.
        if !isOurs, geteuid() != 0 { return .user(socket.user) }
        for pid in processes().reversed() {
            if monotonicSeconds() > deadline { return .unknown(.outOfTime) }
            if holds(pid) { return found(pid) }
        }
        if !isOurs { return .user(socket.user) }
        return .unknown(isAnyHidden ? .hidden : .ended)
    }

    /// The process of the tree whose end it is, where the tree has processes in other network name spaces.
    private func inOtherNetwork(_ ends: ConnectionEnds) -> PeerFinding? {
        var seen: Set<String> = [network(of: "self") ?? ""]
        for pid in tree {
            guard let space = network(of: "\(pid)"), seen.insert(space).inserted else { continue }
            guard let inode = SocketText.inode(of: ends, inNetworkOf: pid) else { continue }
            return found(tree.first { heldBy($0, inode) == 1 } ?? pid)
        }
        return nil
    }

    private func network(of process: String) -> String? {
        guard let base = buffer.baseAddress?.assumingMemoryBound(to: CChar.self) else { return nil }
        let got = readlink("/proc/\(process)/ns/net", base, buffer.count)
        guard got > 0 else { return nil }
        return String(decoding: UnsafeRawBufferPointer(rebasing: buffer[..<got]), as: UTF8.self)
    }

    private func heldBy(_ pid: Int32, _ inode: UInt32) -> Int32 {
        let directory = open("/proc/\(pid)/fd", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard directory >= 0 else { return -errno }
        defer { close(directory) }
        return clinux_holds_socket(directory, inode, buffer.baseAddress, buffer.count)
    }

    private func owner(of pid: Int32) -> UInt32? {
        var status = Glibc.stat()
        return lstat("/proc/\(pid)", &status) == 0 ? status.st_uid : nil
    }

    /// The processes that began last, the newest first.
    private func newest() -> [Int32] {
        guard let text = read("/proc/loadavg"), let last = text.split(separator: " ").last,
            let pid = Int32(last.filter(\.isNumber))
        else { return [] }
        return (0..<Self.newestLookedAt).map { pid - $0 }
    }

    /// Every process, in the order of their numbers.
    private func processes() -> [Int32] {
        let directory = open("/proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard directory >= 0 else { return [] }
        defer { close(directory) }
        var count = clinux_list_numbers(directory, buffer.baseAddress, buffer.count, &numbers, Int32(numbers.count))
        while count == -EOVERFLOW, numbers.count < 1 << 22 {
            numbers = Array(repeating: 0, count: numbers.count * 4)
            count = clinux_list_numbers(directory, buffer.baseAddress, buffer.count, &numbers, Int32(numbers.count))
        }
        return Array(numbers.prefix(Int(max(0, count))))
    }

    private func found(_ pid: Int32) -> PeerFinding {
        holders.removeAll { $0 == pid }
        holders.insert(pid, at: 0)
        if holders.count > Self.rememberedHolders { holders.removeLast() }
        guard let (name, parent) = process(pid) else { return .unknown(.ended) }
        var ancestors: [Int32] = []
        var next = parent
        while next > 1, ancestors.count < Self.mostAncestors {
            ancestors.append(next)
            guard let (_, parent) = process(next) else { break }
            next = parent
        }
        return .process(pid: pid, name: name, ancestors: ancestors)
    }

    private func process(_ pid: Int32) -> (name: String, parent: Int32)? {
        let descriptor = open("/proc/\(pid)/stat", O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        let got = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
        guard got > 0 else { return nil }
        let text = ProcText(bytes: UnsafeRawBufferPointer(rebasing: buffer[..<got]))
        return text.stat().map { (text.command(), $0.parent) }
    }

    private func read(_ path: String) -> String? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        let got = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
        return got > 0 ? String(decoding: buffer[..<got], as: UTF8.self) : nil
    }
}
