import CReactor
import FaultPlan
import Glibc
import ModbusProtocol

/// A thread that serves connections: waits, reads, has replies made, sends, never blocks on one client.
///
/// Invariant behind `@unchecked Sendable`: made by the server's initializer, from then on touched by its own thread, or
/// by that of the leader, only while `recorder.lock` is held; but for constants, `mailbox` and `commons`. See
/// `Reactor+Workers`.
final class Reactor: @unchecked Sendable {
    /// How the server listens and what its limits are.
    let configuration: ServerConfiguration
    /// The units.
    let directory: UnitDirectory
    /// The replies that libmodbus cannot make.
    let identity: IdentityReplies
    /// Has libmodbus make the others.
    let codec: ReplyCodec
    /// Counts and records; touched with its lock held.
    let recorder: ServerRecorder
    /// Orders from other threads.
    let mailbox: ReactorMailbox
    /// What it has in common with the server's other reactors.
    let commons: ReactorCommons
    /// The leader's mailbox; nil for the leader itself.
    let leader: ReactorMailbox?
    /// The other reactors, if this is the leader; set before any of them runs.
    var workers: [Reactor] = []
    /// The epoll descriptor, closed with this object.
    let epoll: Int32
    /// The listening socket; nil while a fault keeps the port closed, and once the server stops.
    var listener: ListeningSocket?
    /// Keeps the configured port while the server does not listen at it.
    var reservation: ListeningSocket?
    /// The configured port, or the one that the system chose.
    let homePort: UInt16
    /// Given up for a moment when a client must be turned away for want of a descriptor.
    var reserve: Int32
    /// The clients.
    var connections: ConnectionTable

    /// What was just read from a client, behind the partial frame from before.
    let inbox: UnsafeMutablePointer<UInt8>
    /// Replies of the present turn.
    let outbox: UnsafeMutablePointer<UInt8>
    /// Bytes in `outbox`.
    var outboxCount = 0
    /// The present wake-up's time.
    var now: Int64 = 0
    /// Connections accepted so far: the last one's number. The leader counts.
    var accepted: UInt64 = 0
    /// The slot of the connection that this reactor took last.
    var newest = 0
    /// Connections with replies that the socket would not take.
    var blocked = 0
    /// Whether nobody is accepted until there are descriptors or memory again.
    var listenerIsPaused = false
    /// Whether the order to start has come.
    var hasStarted = false
    /// Whether epoll watches the listener.
    var isWatchingListener = false
    /// The storms that have closed the port.
    var closingStorms: Set<Int> = []
    /// The backlog that the listener has.
    var backlog = ListeningSocket.backlog
    /// Whether clients are left waiting because as many as permitted are connected.
    var listensAgain = false
    /// The port that could not be listened at; it is tried again.
    var missingPort: Int?

    /// How the device behaves that the server stands for.
    let profile: DeviceProfile
    /// Whether the faults in force leave requests and replies alone.
    var sparesRequests = true
    /// The faults that are in force, as a list, in the order of their beginnings.
    var inForce: [(armed: ArmedFault, occurrence: Int)] = []
    /// The server as a whole under the faults in force.
    var conditions = ServerConditions()
    /// Which of them is behind the server's conditions.
    var blame = FaultBlame()
    /// Whether faults or the profile may touch requests and replies: the one question that an honest request is asked.
    var interferes: Bool
    /// The idle timeout in force, in nanoseconds; 0 for none.
    var idleNanoseconds: Int64
    /// The rate limit of each connection in force; 0 for none.
    var bytesPerSecond = 0
    /// When connections are to be looked at again.
    var timers = TimerHeap()
    /// The faults that hit the request at hand.
    var hits: [FaultEngine.Hit] = []
    /// The reply at hand before faults spoilt it.
    let honest: UnsafeMutablePointer<UInt8>
    /// Requests that wait for the next scan.
    var scanQueue = ScanQueue()
    /// The scan from which requests were last taken.
    var servedScan: UInt64 = 0
    /// How many more may be taken from it.
    var scanBudget = 0
    /// Whether the loop ends after this wake-up.
    var isStopping = false
    private var nextSweep: Int64 = 0
    private let events: UnsafeMutablePointer<creactor_event>

    /// What epoll reports for the listener; a connection's token has its slot in the low and its generation in the
    /// high half.
    static let listenerToken = UInt64.max
    /// What epoll reports for the mailbox.
    static let mailboxToken = UInt64.max - 1

    /// A reactor that is ready to run, but does not accept before it gets the order to start.
    init(
        configuration: ServerConfiguration, listener: consuming ListeningSocket?, homePort: UInt16,
        directory: UnitDirectory, recorder: ServerRecorder, mailbox: ReactorMailbox, leader: ReactorMailbox?,
        commons: ReactorCommons, codec: ReplyCodec, connectionLimit: Int
    ) throws(ServerError) {
        self.configuration = configuration
        self.directory = directory
        self.recorder = recorder
        self.mailbox = mailbox
        self.leader = leader
        self.commons = commons
        self.codec = codec
        identity = IdentityReplies(configuration.identity)
        profile = configuration.profile
        interferes = configuration.profile.delaysReplies
        idleNanoseconds = configuration.profile.idleTimeoutNanoseconds ?? 0
        self.homePort = homePort
        honest = .allocate(capacity: ReplyDraft.room)
        honest.initialize(repeating: 0, count: ReplyDraft.room)
        epoll = creactor_epoll_create()
        reserve = open("/dev/null", O_RDONLY | O_CLOEXEC)
        connections = ConnectionTable(capacity: connectionLimit)
        inbox = .allocate(capacity: MBAPFramer.longestFrame + ReactorLimit.requestBytesPerTurn)
        inbox.initialize(repeating: 0, count: MBAPFramer.longestFrame + ReactorLimit.requestBytesPerTurn)
        outbox = .allocate(capacity: ReactorLimit.outboxBytes)
        events = .allocate(capacity: ReactorLimit.eventsPerWakeUp)
        self.listener = consume listener
        guard epoll >= 0, reserve >= 0,
            creactor_epoll_add(epoll, mailbox.descriptor, CREACTOR_READABLE, Self.mailboxToken) == 0
        else { throw .system(call: "epoll_create1", errorNumber: errno) }
    }

    deinit {
        if epoll >= 0 { close(epoll) }
        if reserve >= 0 { close(reserve) }
        connections.deallocate()
        inbox.deallocate()
        outbox.deallocate()
        honest.deallocate()
        events.deallocate()
    }

    /// Serves until told to stop, then closes every connection.
    func run() {
        creactor_prepare_thread("modbus-reactor")
        while true {
            // Under the lock, as the leader may have given this reactor something to wait for.
            let (rest, ends) = recorder.lock.withLock { (patienceNanoseconds, isStopping) }
            if ends { break }
            let count = creactor_epoll_wait(
                epoll, events, Int32(ReactorLimit.eventsPerWakeUp), rest)
            recorder.lock.withLock { wakeUp(eventCount: Int(count)) }
        }
        recorder.lock.withLock { closeEverything() }
    }

    /// How long to wait if nothing happens: for ever, unless something is to be looked at again.
    private var patienceNanoseconds: Int64 {
        var patience: Int64 = -1
        if directory.services.contains(where: { $0.exchange.holdsWrites }) {
            patience = Int64(ReactorLimit.heldWritesMilliseconds) * 1_000_000
        } else if blocked > 0 || listenerIsPaused || missingPort != nil {
            patience = Int64(ReactorLimit.sweepMilliseconds) * 1_000_000
        }
        guard let due = timers.earliest else { return patience }
        let rest = max(0, due - monotonicNanoseconds())
        return patience < 0 ? rest : min(patience, rest)
    }

    private func wakeUp(eventCount: Int) {
        now = monotonicNanoseconds()
        recorder.tally.wakeUps += 1
        for service in directory.services { service.refresh() }
        for service in directory.services { service.pointMapping() }
        var hasOrders = false
        for place in 0..<max(eventCount, 0) {
            let event = events[place]
            switch event.token {
            case Self.listenerToken: acceptTurn(limit: ReactorLimit.acceptsPerTurn)
            case Self.mailboxToken: hasOrders = true
            default: serve(event)
            }
        }
        fireTimers()
        // Orders come last: a client that connected or asked before the order was given is seen before it.
        if hasOrders { carryOutOrders() }
        if !scanQueue.isEmpty { serveScan() }
        if now >= nextSweep {
            nextSweep = now + Int64(ReactorLimit.sweepMilliseconds) * 1_000_000
            sweep()
        }
        noteOpen()
        recorder.requests.store(recorder.tally.requests, ordering: .relaxed)
    }

    /// Leaves word of how many clients are connected.
    func noteOpen() { recorder.open = connections.count }

    private func serve(_ event: creactor_event) {
        let slot = Int(event.token & 0xFFFF_FFFF)
        let generation = UInt32(event.token >> 32)
        guard connections[slot].pointee.generation == generation, connections[slot].pointee.descriptor >= 0 else {
            return
        }
        if event.events & CREACTOR_WRITABLE != 0 {
            guard flush(slot) else { return }
        }
        let interest = connections[slot].pointee.interest
        if event.events & interest & CREACTOR_READABLE != 0 {
            readTurn(slot)
        } else if event.events & CREACTOR_BROKEN != 0 {
            end(slot, cause: closeCause(slot, otherwise: .peerReset))
        } else if event.events & interest & CREACTOR_SHUT != 0 {
            end(slot, cause: closeCause(slot, otherwise: .peer))
        }
    }

    private func carryOutOrders() {
        for order in mailbox.take() {
            switch order {
            case .start:
                hasStarted = true
                updateListener()
            case .begin(let armed, let occurrence): begin(armed, occurrence: occurrence)
            case .end(let id, let occurrence): endFault(id, occurrence: occurrence)
            case .strike(let armed, let occurrence): strike(armed, occurrence: occurrence)
            case .clearFaults: clearFaults()
            case .listen(let isOpen, let storm):
                setListening(isOpen, storm: storm)
            case .drop(let how, let storm): dropAll(how, storm: storm)
            case .room: updateListener()
            case .stop: isStopping = true
            }
        }
    }

    /// Looks at what no event reports: clients that do not read, a listener that waits for descriptors.
    private func sweep() {
        if listenerIsPaused { resumeListener() }
        if missingPort != nil { updateListener() }
        guard blocked > 0 else { return }
        let patience = Int64(configuration.stalledOutputSeconds * 1e9)
        for slot in 0..<connections.highWater {
            let connection = connections[slot]
            if connection.pointee.descriptor >= 0, connection.pointee.pendingOutput > 0,
                now - connection.pointee.progressNanoseconds > patience
            {
                end(slot, cause: .stalledOutput, how: .reset)
            }
        }
    }
}
