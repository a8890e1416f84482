import CLinux
import Glibc

/// The kernel's TCP sockets by inode, from one dump over socket diagnostics (sock_diag(7)).
final class SocketTable {
    /// The most TCP sockets of the machine that a dump takes.
    static let maximumSockets = 65_536

    private let descriptor: Int32
    private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 32 << 10, alignment: 16)
    private var entries = [clinux_tcp_socket](repeating: clinux_tcp_socket(), count: 256)
    private var states: [UInt64: UInt8] = [:]
    /// Why the last dump failed; nil when it did not.
    private(set) var failure: String?

    init() {
        descriptor = clinux_open_socket_diagnostics()
        if descriptor < 0 { failure = "the kernel has no socket diagnostics: \(sentence(ofError: -descriptor))" }
    }

    deinit {
        buffer.deallocate()
        if descriptor >= 0 { close(descriptor) }
    }

    /// Dumps the table anew.
    func refresh() {
        guard descriptor >= 0 else { return }
        while true {
            let count = clinux_list_tcp_sockets(
                descriptor, buffer.baseAddress, buffer.count, &entries, Int32(entries.count))
            if count == -EOVERFLOW, entries.count < Self.maximumSockets {
                entries = Array(repeating: clinux_tcp_socket(), count: entries.count * 4)
                continue
            }
            states.removeAll(keepingCapacity: true)
            guard count >= 0 else {
                failure =
                    count == -EOVERFLOW
                    ? "the machine has more than \(Self.maximumSockets) TCP sockets"
                    : "the kernel's socket table cannot be read: \(sentence(ofError: -count))"
                return
            }
            failure = nil
            for entry in entries.prefix(Int(count)) { states[entry.inode] = entry.state }
            return
        }
    }

    /// The states of the sockets with these `inodes`; nil when the last dump failed.
    func count(_ inodes: ArraySlice<UInt64>) -> SocketStates? {
        guard failure == nil else { return nil }
        var counts = SocketStates()
        for inode in inodes {
            if let state = states[inode] { counts.count(state: state) } else { counts.unlisted += 1 }
        }
        return counts
    }
}
