import CLinux
import Glibc

/// The thread that reads the client's output and the keeper's messages until both have ended.
///
/// One thread for both, sleeping in `poll`, so that an end is known at once and no output waits for anything but the
/// disk. It is a plain thread because it blocks, which Swift's pool of threads must not.
final class ClientWatch {
    private let session: ClientSession
    private let log: BoundedLog
    private let output: Int32
    private let control: Int32
    private var outputEnded = false
    private var keeperEnded = false
    private var heard: [UInt8] = []

    private init(session: ClientSession, log: BoundedLog, output: Int32, control: Int32) {
        self.session = session
        self.log = log
        self.output = output
        self.control = control
    }

    /// Starts the thread, which then owns the descriptors `output` and `control` and the log.
    static func start(session: ClientSession, log: BoundedLog, output: Int32, control: Int32) -> Int32 {
        let watch = Unmanaged.passRetained(ClientWatch(session: session, log: log, output: output, control: control))
        var thread = pthread_t()
        let error = pthread_create(
            &thread, nil,
            { argument in
                clinux_name_thread("client-watch")
                Unmanaged<ClientWatch>.fromOpaque(argument!).takeRetainedValue().run()
                return nil
            }, watch.toOpaque())
        if error == 0 { pthread_detach(thread) } else { watch.release() }
        return error
    }

    private func run() {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 << 10, alignment: 16)
        defer { buffer.deallocate() }
        while !keeperEnded {
            var waiting = [
                pollfd(fd: outputEnded ? -1 : output, events: Int16(POLLIN), revents: 0),
                pollfd(fd: control, events: Int16(POLLIN), revents: 0),
            ]
            if poll(&waiting, 2, -1) < 0 { continue }
            if waiting[0].revents != 0 { drain(buffer) }
            if waiting[1].revents != 0 { listen(buffer) }
        }
        var end = clinux_end()
        _ = clinux_wait(session.keeper, 1, &end)
        let finished = session.state.withLock { $0.finished }
        let report = finished ?? StrandedClient(session: session).end()
        // Nothing holds the output any more, so what is in the pipe is all there will be.
        _ = fcntl(output, F_SETFL, O_NONBLOCK)
        while !outputEnded { drain(buffer) }
        close(output)
        log.close()
        session.state.withLock { state in
            state.log = log.summary
            state.finished = report
            if state.rootEnd == nil { state.rootEnd = .unknown }
            close(state.control)
            state.control = -1
        }
        session.signal(session.rootEnded)
        session.signal(session.treeEnded)
    }

    private func drain(_ buffer: UnsafeMutableRawBufferPointer) {
        let got = read(output, buffer.baseAddress, buffer.count)
        if got < 0, errno == EINTR { return }
        guard got > 0 else {
            outputEnded = true
            return
        }
        log.append(UnsafeRawBufferPointer(rebasing: buffer[..<got]))
        session.state.withLock { state in
            state.log = log.summary
            state.recentOutput = log.recent
        }
    }

    private func listen(_ buffer: UnsafeMutableRawBufferPointer) {
        let got = read(control, buffer.baseAddress, buffer.count)
        if got < 0, errno == EINTR { return }
        guard got > 0 else {
            keeperEnded = true
            return
        }
        heard.append(contentsOf: buffer[..<got])
        let size = MemoryLayout<keeper_message>.size
        while heard.count >= size {
            let message = heard.withUnsafeBytes { $0.loadUnaligned(as: keeper_message.self) }
            heard.removeFirst(size)
            obey(message)
        }
    }

    private func obey(_ message: keeper_message) {
        switch message.kind {
        case KEEPER_ROOT_ENDED.rawValue:
            session.state.withLock {
                $0.rootEnd = message.stage == 1 ? .signalled(message.value) : .exited(message.value)
            }
            session.signal(session.rootEnded)
        case KEEPER_FINISHED.rawValue:
            let report = TerminationReport(
                asked: Int(message.asked), killed: Int(message.killed), resisting: Int(message.value))
            session.state.withLock { state in
                if report.resisting == 0 { state.finished = report } else { state.resisting = report }
            }
            if report.resisting > 0 { session.signal(session.treeEnded) }
        default:
            break
        }
    }
}
