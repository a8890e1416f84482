import CReactor
import Glibc
import Synchronization
import TwinRuntime

/// A small HTTP/1.1 server on the loopback address whose limits hold, whatever clients send: one thread, one `poll`.
///
/// No library for Swift that is at hand limits connections, chunked bodies and the time that a request may take, or
/// comes back after the descriptors ran out; what the panel needs of HTTP is small. See Docs/Decisions.md.
///
/// `@unchecked Sendable`: `connections`, `spare` and `acceptsFrom` belong to the server's thread, which alone touches
/// them after `init`; the descriptors of listener and event are set once and closed when that thread has ended.
final class HTTPServer: @unchecked Sendable {
    /// The port that it listens at.
    let port: UInt16
    private let limits: HTTPLimits
    private let respond: @Sendable (HTTPRequest) -> HTTPResponse
    private let listener: Int32
    private let event: Int32
    private let isStopping = Atomic<Bool>(false)
    private let thread = Mutex<pthread_t?>(nil)
    private var connections: [HTTPConnection] = []
    /// A descriptor in reserve: given up to turn a client away when there are no more.
    private var spare: Int32
    /// Accepting pauses until then.
    private var acceptsFrom: Int64 = 0

    /// Opens the port and starts serving; port 0 lets the system choose.
    ///
    /// - Parameter respond: makes the answers, on the server's thread; it must not wait.
    /// - Throws: `PanelError.cannotListen`.
    init(
        port wanted: UInt16, limits: HTTPLimits, respond: @escaping @Sendable (HTTPRequest) -> HTTPResponse
    ) throws(PanelError) {
        self.limits = limits
        self.respond = respond
        let opened = try Self.listen(wanted)
        let event = creactor_eventfd()
        guard event >= 0 else {
            let reason = String(cString: strerror(errno))
            close(opened.descriptor)
            throw .cannotListen(port: wanted, reason: reason)
        }
        listener = opened.descriptor
        port = opened.port
        self.event = event
        spare = Self.openSpare()
        try startThread()
    }

    private func startThread() throws(PanelError) {
        var handle = pthread_t()
        let context = Unmanaged.passRetained(self)
        let result = pthread_create(
            &handle, nil,
            { context in
                guard let context else { return nil }
                let server = Unmanaged<HTTPServer>.fromOpaque(context).takeRetainedValue()
                creactor_prepare_thread("panel")
                server.loop()
                return nil
            }, context.toOpaque())
        guard result == 0 else {
            context.release()
            throw .cannotListen(port: port, reason: String(cString: strerror(result)))
        }
        thread.withLock { $0 = handle }
    }

    deinit {
        close(listener)
        close(event)
        if spare >= 0 { close(spare) }
    }

    /// Closes the port and every connection and waits for the thread. Further calls do nothing.
    func stop() {
        let handle = thread.withLock { handle in
            defer { handle = nil }
            return handle
        }
        guard let handle else { return }
        isStopping.store(true, ordering: .releasing)
        var one: UInt64 = 1
        _ = write(event, &one, 8)
        pthread_join(handle, nil)
    }

    private static func listen(_ wanted: UInt16) throws(PanelError) -> (descriptor: Int32, port: UInt16) {
        let kind = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
        let descriptor = socket(AF_INET, kind, 0)
        guard descriptor >= 0 else {
            throw .cannotListen(port: wanted, reason: String(cString: strerror(errno)))
        }
        var one: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &one, socklen_t(MemoryLayout<Int32>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = wanted.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 && Glibc.listen(descriptor, 64) == 0
                    && getsockname(descriptor, $0, &length) == 0
            }
        }
        guard isBound else {
            let reason = String(cString: strerror(errno))
            close(descriptor)
            throw .cannotListen(port: wanted, reason: reason)
        }
        return (descriptor, UInt16(bigEndian: address.sin_port))
    }

    private static func openSpare() -> Int32 { open("/dev/null", O_RDONLY | O_CLOEXEC) }

    // MARK: The thread

    private func loop() {
        while !isStopping.load(ordering: .acquiring) {
            let begin = MonotonicClock.nanoseconds()
            let accepts = begin >= acceptsFrom
            var polled = [
                pollfd(fd: event, events: Int16(POLLIN), revents: 0),
                pollfd(fd: accepts ? listener : -1, events: Int16(POLLIN), revents: 0),
            ]
            polled += connections.map { pollfd(fd: $0.descriptor, events: $0.events, revents: 0) }
            let first = min(connections.map(\.deadline).min() ?? .max, accepts ? .max : acceptsFrom)
            let wait = first == .max ? -1 : Int32(clamping: max(0, first - begin) / 1_000_000 + 1)
            // A signal only makes the loop look again.
            _ = poll(&polled, nfds_t(polled.count), wait)
            let now = MonotonicClock.nanoseconds()
            var kept: [HTTPConnection] = []
            for (place, connection) in connections.enumerated() {
                let isReady = polled[place + 2].revents != 0
                if (isReady ? serve(connection, at: now) : true) && outlives(connection, now) {
                    kept.append(connection)
                }
            }
            connections = kept
            if polled[1].revents != 0 { accept(at: now) }
        }
        connections = []
    }

    /// Goes on with a connection that is ready.
    ///
    /// - Returns: false when it is over.
    private func serve(_ connection: HTTPConnection, at now: Int64) -> Bool {
        if connection.hasOutput { return advance(connection, at: now) }
        if connection.isDraining { return connection.read(4096).map { _ in true } ?? false }
        guard let bytes = connection.read(min(connection.reader.room, 16 << 10)) else { return false }
        if bytes.isEmpty { return true }
        if connection.isIdle {
            connection.isIdle = false
            connection.deadline = now + Self.nanoseconds(limits.requestSeconds)
        }
        connection.reader.take(bytes)
        return advance(connection, at: now)
    }

    /// Sends what waits, then answers the requests that have come, one after the other.
    private func advance(_ connection: HTTPConnection, at now: Int64) -> Bool {
        while true {
            guard connection.flush() else { return false }
            if connection.hasOutput { return true }
            if connection.endsAfterOutput {
                connection.drain()
                return true
            }
            do throws(HTTPRequestReader.Refusal) {
                guard let request = try connection.reader.next() else {
                    if connection.reader.awaitsContinue {
                        connection.reader.awaitsContinue = false
                        connection.answer(Array("HTTP/1.1 100 Continue\r\n\r\n".utf8))
                        continue
                    }
                    if !connection.reader.isInside, !connection.isIdle {
                        connection.isIdle = true
                        connection.deadline = now + Self.nanoseconds(limits.idleSeconds)
                    }
                    return true
                }
                let isHead = request.method == "HEAD"
                var asked = request
                if isHead { asked.method = "GET" }
                connection.endsAfterOutput = !request.keepsAlive
                connection.answer(respond(asked).bytes(keepsAlive: request.keepsAlive, hasBody: !isHead))
                connection.deadline = now + Self.nanoseconds(limits.answerSeconds)
                connection.isIdle = false
            } catch {
                end(connection, .refusal(error.status, error.sentence), at: now)
            }
        }
    }

    /// Answers for the last time.
    private func end(_ connection: HTTPConnection, _ response: HTTPResponse, at now: Int64) {
        connection.answer(response.bytes(keepsAlive: false))
        connection.endsAfterOutput = true
        connection.deadline = now + Self.nanoseconds(limits.answerSeconds)
    }

    /// Whether the connection goes on; one whose time is over is answered once more when it has begun a request.
    private func outlives(_ connection: HTTPConnection, _ now: Int64) -> Bool {
        guard now >= connection.deadline else { return true }
        guard !connection.isIdle, !connection.hasOutput, !connection.endsAfterOutput else { return false }
        end(
            connection,
            .refusal(408, "the request was not whole after \(limits.requestSeconds) s"), at: now)
        return advance(connection, at: now)
    }

    private func accept(at now: Int64) {
        while true {
            let client = creactor_accept(listener, nil, nil)
            if client < 0 {
                switch errno {
                case EINTR, ECONNABORTED, EPROTO: continue
                case EAGAIN: return
                case EMFILE where spare >= 0, ENFILE where spare >= 0:
                    // The client in the queue is turned away with the descriptor in reserve.
                    close(spare)
                    let last = creactor_accept(listener, nil, nil)
                    if last >= 0 { close(last) }
                    spare = Self.openSpare()
                    acceptsFrom = now + Self.nanoseconds(limits.pauseSeconds)
                    return
                default:
                    acceptsFrom = now + Self.nanoseconds(limits.pauseSeconds)
                    if spare < 0 { spare = Self.openSpare() }
                    return
                }
            }
            let connection = HTTPConnection(
                client, limits: limits, deadline: now + Self.nanoseconds(limits.idleSeconds))
            if connections.count >= limits.connections { makeRoom() }
            if connections.count >= limits.connections {
                let refusal = HTTPResponse.refusal(
                    503, "the panel has \(limits.connections) connections and takes no more",
                    headers: [("Retry-After", "1")])
                connection.answer(refusal.bytes(keepsAlive: false))
                _ = connection.flush()
                continue
            }
            connections.append(connection)
        }
    }

    /// Lets go of the connection that has waited longest without a request, so that idle ones lock nobody out.
    private func makeRoom() {
        guard let oldest = connections.filter(\.isIdle).min(by: { $0.deadline < $1.deadline }) else { return }
        connections.removeAll { $0 === oldest }
    }

    private static func nanoseconds(_ seconds: Double) -> Int64 { Int64(seconds * 1e9) }
}
