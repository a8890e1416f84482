import Glibc
import ModbusServer
import ProcessProbes
import Synchronization
import TwinRuntime

/// Looks up who each connection comes from as soon as it is accepted, on a thread of its own.
///
/// A client that connects for each poll lives for milliseconds, so this cannot wait for a sample. It takes
/// `shareOfAProcessor` at most, with `burstSeconds` in hand for many clients at once; what comes beyond is told as not
/// looked at.
///
/// Invariant behind `@unchecked Sendable`: the finder belongs to the thread from `init` until `stop` has joined it; all else
/// is in `shared` or constant.
final class PeerWatcher: @unchecked Sendable {
    /// The most of one processor that it takes, over time.
    static let shareOfAProcessor = 0.01
    /// Processor time that it may take at once after a quiet while, s.
    static let burstSeconds = 0.25
    /// How long it rests when it has used up its share.
    static let restNanoseconds: Int64 = 50_000_000
    /// The most answers that wait to be taken.
    static let mostAnswers = 65_536

    /// Who a client is.
    struct Answer: Sendable {
        /// The client, as the server accepted it.
        var client: AcceptQueue.Client
        /// Who holds its end.
        var finding: PeerFinding
    }

    private struct Shared {
        var answers: [Answer] = []
        var retries: [AcceptQueue.Client] = []
        var tree: [Int32] = []
        var isStopping = false
    }

    private let queue: AcceptQueue
    private let finder = PeerFinder()
    private let shared = Mutex(Shared())
    private var handle: pthread_t?
    /// Why nobody is looked up; nil when clients are.
    private(set) var failure: PeerFinding.Reason?

    /// Starts to look up what comes through `queue`; where the system has no thread left, nothing is looked up.
    init(_ queue: AcceptQueue) {
        self.queue = queue
        var thread = pthread_t()
        let context = Unmanaged.passRetained(self)
        let result = pthread_create(
            &thread, nil,
            { context in
                guard let context else { return nil }
                Unmanaged<PeerWatcher>.fromOpaque(context).takeRetainedValue().loop()
                return nil
            }, context.toOpaque())
        guard result == 0 else {
            context.release()
            failure = .failed(reason: String(cString: strerror(result)))
            return
        }
        handle = thread
    }

    /// Ends the thread and waits for it.
    func stop() {
        guard let handle else { return }
        shared.withLock { $0.isStopping = true }
        queue.wake()
        pthread_join(handle, nil)
        self.handle = nil
    }

    /// Says which processes the client's tree has, and which connections are still open and not told: they are looked up
    /// again.
    func note(tree: [Int32], open: [AcceptQueue.Client]) {
        shared.withLock {
            $0.tree = tree
            $0.retries = open
        }
        if !open.isEmpty { queue.wake() }
    }

    /// Takes what was found since the last call.
    func takeAnswers() -> [Answer] {
        shared.withLock { shared in
            let taken = shared.answers
            shared.answers = []
            return taken
        }
    }

    private func loop() {
        PeerFinder.prepareThread()
        var budget = Budget()
        while true {
            let clients = queue.take(waitingMilliseconds: 1000)
            let (retries, tree, isStopping) = shared.withLock { shared in
                defer { shared.retries = [] }
                return (shared.retries, shared.tree, shared.isStopping)
            }
            if isStopping { return }
            finder.tree = tree
            // The newest first: the others are likelier to be gone already.
            for client in clients.reversed() { look(at: client, isOpen: false, &budget) }
            for client in retries { look(at: client, isOpen: true, &budget) }
            // So many clients come that waking up for each of them would cost more than looking at them.
            if budget.left <= 0 { MonotonicClock.sleep(until: MonotonicClock.nanoseconds() + Self.restNanoseconds) }
        }
    }

    private func look(at client: AcceptQueue.Client, isOpen: Bool, _ budget: inout Budget) {
        budget.settle()
        var answer = Answer(client: client, finding: .unknown(.tooMany))
        if budget.left > 0 { answer.finding = finder.find(client.ends, isOpen: isOpen) }
        shared.withLock { shared in
            if shared.answers.count < Self.mostAnswers { shared.answers.append(answer) }
        }
    }

    /// The processor time that may still be taken.
    private struct Budget {
        /// Seconds; none may be taken while this is not above 0.
        private(set) var left = PeerWatcher.burstSeconds
        private var last = MonotonicClock.nanoseconds()
        private var used = MonotonicClock.threadProcessorNanoseconds()

        /// Adds what time has brought and takes away what the thread has used since.
        mutating func settle() {
            let now = MonotonicClock.nanoseconds()
            let taken = MonotonicClock.threadProcessorNanoseconds()
            left = min(
                PeerWatcher.burstSeconds, left + Double(now - last) * 1e-9 * PeerWatcher.shareOfAProcessor)
            left -= Double(taken - used) * 1e-9
            (last, used) = (now, taken)
        }
    }
}

extension AcceptQueue.Client {
    /// The connection as its client sees it.
    var ends: ConnectionEnds {
        ConnectionEnds(
            clientAddress: peer.octets, clientPort: peer.port, serverAddress: local.octets, serverPort: local.port)
    }
}
