import CLinux
import Glibc

/// The kernel's states of given TCP sockets, from one dump over socket diagnostics (sock_diag(7)).
///
/// It keeps what was asked for and nothing else: the machine's other sockets, however many, cost time but no memory.
final class SocketTable {
    private let descriptor: Int32
    private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 32 << 10, alignment: 16)
    /// The sockets of the last dump by inode, ascending, and the state of each.
    private var inodes: [UInt64] = []
    private var states: [UInt8] = []
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

    /// Asks the kernel for the states of the sockets with these `inodes`, in any order.
    func refresh(_ inodes: [UInt64]) {
        guard descriptor >= 0 else { return }
        failure = nil
        if inodes.isEmpty { return }
        self.inodes.removeAll(keepingCapacity: true)
        self.inodes.append(contentsOf: inodes)
        self.inodes.sort()
        states.removeAll(keepingCapacity: true)
        states.append(contentsOf: repeatElement(0, count: inodes.count))
        let error = clinux_tcp_states(
            descriptor, buffer.baseAddress, buffer.count, self.inodes, &states, Int32(inodes.count))
        if error < 0 { failure = "the kernel's socket table cannot be read: \(sentence(ofError: -error))" }
    }

    /// The states of the sockets with these `inodes`, which the last dump asked for; nil when it failed.
    func count(_ inodes: ArraySlice<UInt64>) -> SocketStates? {
        guard failure == nil else { return nil }
        var counts = SocketStates()
        for inode in inodes { counts.count(state: state(of: inode)) }
        return counts
    }

    /// The kernel's number of the state, which is 0 for a socket that it does not list.
    private func state(of inode: UInt64) -> UInt8 {
        // The first of several: processes can share a socket, and the kernel's answer is put down at the first.
        var low = 0
        var high = inodes.count
        while low < high {
            let middle = low + (high - low) / 2
            if inodes[middle] < inode { low = middle + 1 } else { high = middle }
        }
        return states[low]
    }
}
