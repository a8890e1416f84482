import CReactor
import Glibc

/// Clients as they are accepted, for a thread that wants to know at once who they are.
///
/// Invariant behind `@unchecked Sendable`: everything but `descriptor` is touched only while `lock` is held.
package final class AcceptQueue: @unchecked Sendable {
    /// The most clients that wait to be taken; of more, the newest are counted and not kept.
    package static let capacity = 1024

    /// A client that was accepted.
    package struct Client: Hashable, Sendable {
        /// The port that the server was made for, which tells servers apart.
        package var serverPort: UInt16
        /// The connection's number on that server.
        package var connection: UInt64
        /// The client's own end.
        package var peer: PeerAddress
        /// The server's end, which is the one that the client connected to unless addresses were translated.
        package var local: PeerAddress

        /// A client.
        package init(serverPort: UInt16, connection: UInt64, peer: PeerAddress, local: PeerAddress) {
            self.serverPort = serverPort
            self.connection = connection
            self.peer = peer
            self.local = local
        }
    }

    private let lock = FairLock()
    private var clients: [Client] = []
    private let descriptor: Int32

    /// An empty queue.
    package init() throws(ServerError) {
        descriptor = creactor_eventfd()
        guard descriptor >= 0 else { throw .system(call: "eventfd", errorNumber: errno) }
        clients.reserveCapacity(Self.capacity)
    }

    deinit { close(descriptor) }

    /// Adds a client that was just accepted, and wakes who waits. Called by a reactor; costs it two system calls, one
    /// where others wait already.
    func post(serverPort: UInt16, connection: UInt64, peer: PeerAddress, descriptor client: Int32) {
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let failed = withUnsafeMutablePointer(to: &storage) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(client, $0, &length) } != 0
        }
        // A client that is gone already has no address here; nobody will be found at the other end of it.
        guard !failed else { return }
        let local = PeerAddress(storage)
        let isFirst = lock.withLock {
            guard clients.count < Self.capacity else { return false }
            clients.append(Client(serverPort: serverPort, connection: connection, peer: peer, local: local))
            return clients.count == 1
        }
        if isFirst { wake() }
    }

    /// Has `take` return at once.
    package func wake() {
        var one: UInt64 = 1
        // It can only fail when the counter is full, and then `take` is about to return anyway.
        _ = write(descriptor, &one, 8)
    }

    /// Takes the clients that wait, oldest first; waits for one, for at most so long, where there is none.
    package func take(waitingMilliseconds: Int32) -> [Client] {
        var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        if poll(&waiting, 1, waitingMilliseconds) > 0 {
            var count: UInt64 = 0
            _ = read(descriptor, &count, 8)
        }
        return lock.withLock {
            let taken = clients
            clients.removeAll(keepingCapacity: true)
            return taken
        }
    }
}
