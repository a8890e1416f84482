import Foundation
import Glibc
import Testing

@testable import ProcessProbes

@Suite("who is at the other end of a connection", .timeLimit(.minutes(5)))
struct PeerFinderTests {
    /// A server socket whose accepted connections are looked up as the harness does it.
    private final class Door {
        let descriptor: Int32
        let port: UInt16
        private var accepted: [Int32] = []

        init(host: UInt32 = 0x7F00_0001) throws {
            descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_addr.s_addr = host.bigEndian
            var length = socklen_t(MemoryLayout<sockaddr_in>.size)
            let socket = descriptor
            let bound = withUnsafeMutablePointer(to: &address) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                    bind(socket, pointer, length) == 0 && listen(socket, 16) == 0
                        && getsockname(socket, pointer, &length) == 0
                }
            }
            try #require(bound)
            port = UInt16(bigEndian: address.sin_port)
        }

        deinit {
            for connection in accepted { close(connection) }
            close(descriptor)
        }

        /// The next client's ends.
        func welcome() throws -> ConnectionEnds {
            var address = sockaddr_in()
            var length = socklen_t(MemoryLayout<sockaddr_in>.size)
            let listener = descriptor
            let connection = withUnsafeMutablePointer(to: &address) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { accept(listener, $0, &length) }
            }
            try #require(connection >= 0)
            accepted.append(connection)
            let octets = withUnsafeBytes(of: address.sin_addr.s_addr) { Array($0) }
            return ConnectionEnds(
                clientAddress: octets, clientPort: UInt16(bigEndian: address.sin_port), serverAddress: [127, 0, 0, 1],
                serverPort: port)
        }
    }

    private func connecting(_ door: Door) -> String {
        """
        import socket
        connection = socket.create_connection(('127.0.0.1', \(door.port)))
        wait()
        """
    }

    @Test("a client's process is found by its number and name, with its ancestors up to this one")
    func ownProcess() throws {
        let door = try Door()
        let client = try LedClient(connecting(door))
        let ends = try door.welcome()
        guard case .process(let pid, let name, let ancestors) = PeerFinder().find(ends) else {
            Issue.record("not found")
            return
        }
        #expect(pid == client.process.pid)
        #expect(name.hasPrefix("python3"))
        #expect(ancestors.first == client.process.keeperPid)
        #expect(ancestors.contains(getpid()))
    }

    @Test("a child of a shell is found with the shell among its ancestors")
    func grandchild() throws {
        let door = try Door()
        let script = "import socket,time; s = socket.create_connection(('127.0.0.1', \(door.port))); time.sleep(60)"
        let client = try Workshop.launch(["sh", "-c", "python3 -c \"\(script)\"; true"])
        defer { client.terminate(graceSeconds: 0) }
        guard case .process(let pid, _, let ancestors) = PeerFinder().find(try door.welcome()) else {
            Issue.record("not found")
            return
        }
        #expect(pid != client.pid)
        #expect(ancestors.first == client.pid)
    }

    @Test("a process that this one did not start has ancestors without the client's root")
    func stranger() throws {
        let door = try Door()
        let mine = try TestConnection(port: door.port)
        defer { mine.close() }
        let peer = try door.welcome()
        // A process that another test starts holds this one's descriptors until it executes its program.
        var answer = PeerFinder().find(peer)
        let deadline = Date(timeIntervalSinceNow: 10)
        while !answer.isOfThisProcess, Date.now < deadline { answer = PeerFinder().find(peer) }
        guard case .process(let pid, _, let ancestors) = answer else {
            Issue.record("not found")
            return
        }
        #expect(pid == getpid())
        #expect(!ancestors.contains(getpid()))
    }

    @Test("a client that ended the connection is not guessed at")
    func ended() throws {
        let door = try Door()
        let mine = try TestConnection(port: door.port)
        let ends = try door.welcome()
        mine.close()
        #expect(PeerFinder().find(ends) == .unknown(.ended))
    }

    @Test("an end that this name space does not have is of another one when the connection is open, else it has ended")
    func otherNetwork() throws {
        let door = try Door()
        let ends = ConnectionEnds(
            clientAddress: [127, 0, 0, 1], clientPort: 1, serverAddress: [127, 0, 0, 1], serverPort: door.port)
        #expect(PeerFinder().find(ends, isOpen: true) == .unknown(.otherNetwork))
        #expect(PeerFinder().find(ends) == .unknown(.ended))
    }

    @Test("an address that this machine does not have is another machine's")
    func machine() {
        var ends = ConnectionEnds(
            clientAddress: [192, 0, 2, 7], clientPort: 40_000, serverAddress: [192, 0, 2, 1], serverPort: 5020)
        #expect(PeerFinder().find(ends) == .machine(address: "192.0.2.7"))
        ends.clientAddress = [0x20, 1, 0x0D, 0xB8] + [UInt8](repeating: 0, count: 11) + [9]
        #expect(PeerFinder().find(ends) == .machine(address: "2001:db8:0:0:0:0:0:9"))
    }

    @Test("a socket of another network name space is found in that one's list, by its port and the server's end")
    func socketText() {
        let text = """
              sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
               0: 00000000:139C 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 77 1 0 100 0 0 10 0
               1: 0200070A:9C41 0100070A:139C 01 00000000:00000000 00:00000000 00000000  1000        0 4711 1 0 20 4 30 10 -1
               2: 0200070A:9C42 0100070A:139C 06 00000000:00000000 00:00000000 00000000     0        0 0 1 0 20 4 30 10 -1
            """
        var ends = ConnectionEnds(
            clientAddress: [10, 7, 0, 2], clientPort: 40_001, serverAddress: [10, 7, 0, 1], serverPort: 5020)
        #expect(SocketText.inode(of: ends, in: text) == 4711)
        ends.clientPort = 40_002
        #expect(SocketText.inode(of: ends, in: text) == nil, "nobody holds what waits for its end")
        ends.clientPort = 40_003
        #expect(SocketText.inode(of: ends, in: text) == nil)
        let six = """
            head
               0: 0000000000000000FFFF00000200070A:9C41 0000000000000000FFFF00000100070A:139C 01 0:0 0:0 0 1000 0 4712 1
            """
        ends.clientPort = 40_001
        #expect(SocketText.inode(of: ends, in: six) == 4712)
    }
}

/// A connection of this process.
private struct TestConnection {
    let descriptor: Int32

    init(port: UInt16) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let socket = descriptor
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        try #require(result == 0)
    }

    func close() { Glibc.close(descriptor) }
}

extension PeerFinding {
    /// Whether the process found is this one.
    fileprivate var isOfThisProcess: Bool { if case .process(getpid(), _, _) = self { true } else { false } }
}
