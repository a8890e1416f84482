import FaultPlan
import Glibc
import ModbusProtocol
import Synchronization

/// A Modbus TCP server: one thread, or several, serve all clients of all units.
package final class ModbusServer: Sendable {
    /// The port that it listens at.
    package let port: UInt16
    /// The codec in force: `memory`, `socketpair` or `strict`.
    package let codecName: String
    /// How many clients may be connected: the configured limit, or fewer if the process may not have the descriptors.
    package let connectionLimit: Int

    private let commons: [ExchangeCommons]
    private let reactorCommons: ReactorCommons
    /// Those of the reactors, the leader's first, as are the mailboxes and the threads.
    private let recorders: [ServerRecorder]
    private let mailboxes: [ReactorMailbox]
    private let threads: Mutex<[pthread_t]>
    private var mailbox: ReactorMailbox { mailboxes[0] }

    /// Binds and listens; clients are served from `start()` on.
    ///
    /// - Throws: `ServerError.portInUse` and its like when the port cannot be had.
    package init(
        configuration: ServerConfiguration, units: [UInt8: (RegisterMap, ImageExchange)]
    ) throws(ServerError) {
        try Self.check(configuration, units)
        let descriptors = DescriptorLimit.raise()
        connectionLimit = min(
            configuration.maximumConnections, max(16, descriptors - ReactorLimit.descriptorsForOthers))
        let listener = try ListeningSocket(host: configuration.host, port: configuration.port)
        port = listener.port
        commons = units.values.map(\.1.commons)
        // Two ids of one unit: its reads are noted by both.
        for commons in commons where self.commons.filter({ $0 === commons }).count > 1 { commons.isShared = true }
        var unitsByReactor = [units]
        for _ in 1..<configuration.ioThreads { unitsByReactor.append(Self.mirrors(of: units)) }
        reactorCommons = ReactorCommons()
        let leader = try ReactorMailbox()
        var reactors = [
            try Self.reactor(
                configuration, listener, port, unitsByReactor[0], leader, nil, reactorCommons, connectionLimit)
        ]
        for ownUnits in unitsByReactor.dropFirst() {
            reactors.append(
                try Self.reactor(
                    configuration, nil, port, ownUnits, ReactorMailbox(), leader, reactorCommons, connectionLimit))
        }
        reactors[0].workers = Array(reactors.dropFirst())
        codecName = reactors[0].codec.choice.rawValue
        recorders = reactors.map(\.recorder)
        mailboxes = reactors.map(\.mailbox)
        threads = Mutex([])
        for reactor in reactors {
            let thread = try Self.launch(reactor)
            threads.withLock { $0.append(thread) }
        }
    }

    /// The same units for another reactor.
    private static func mirrors(
        of units: [UInt8: (RegisterMap, ImageExchange)]
    ) -> [UInt8: (RegisterMap, ImageExchange)] {
        // Ids of the same unit have the same exchange on every reactor.
        var mirrors: [ObjectIdentifier: ImageExchange] = [:]
        return units.mapValues { map, exchange in
            let mirror = mirrors[ObjectIdentifier(exchange)] ?? exchange.makeMirror()
            mirrors[ObjectIdentifier(exchange)] = mirror
            return (map, mirror)
        }
    }

    private static func reactor(
        _ configuration: ServerConfiguration, _ listener: consuming ListeningSocket?, _ homePort: UInt16,
        _ units: [UInt8: (RegisterMap, ImageExchange)], _ mailbox: ReactorMailbox, _ leader: ReactorMailbox?,
        _ commons: ReactorCommons, _ connectionLimit: Int
    ) throws(ServerError) -> Reactor {
        let recorder = ServerRecorder(entryCounts: units.mapValues { $0.0.entries.count })
        var services: [UInt8: UnitService] = [:]
        for (unit, (map, exchange)) in units {
            guard let reads = recorder.reads[unit] else { continue }
            services[unit] = UnitService(map: map, exchange: exchange, reads: reads)
        }
        return try Reactor(
            configuration: configuration, listener: listener, homePort: homePort,
            directory: UnitDirectory(services, unknownUnit: configuration.unknownUnit), recorder: recorder,
            mailbox: mailbox,
            leader: leader, commons: commons, codec: ReplyCodec.make(configuration.codec),
            connectionLimit: connectionLimit)
    }

    deinit {
        stop()
    }

    /// Starts to serve. Clients that connected since `init` are served too.
    package func start() {
        mailbox.post(.start)
    }

    /// Closes the port and every connection and waits for the thread to end. Calling it again does nothing.
    package func stop() {
        let running = threads.withLock { threads in
            let running = threads
            threads = []
            return running
        }
        // The leader first: it enters the others, which must not have closed anything yet.
        for (thread, mailbox) in zip(running, mailboxes) {
            mailbox.post(.stop)
            pthread_join(thread, nil)
        }
    }

    /// Has the reactor close every open connection in this way; `storm` is the number that the records carry.
    ///
    /// Returns at once; a `.storm` record says how many connections were closed, and when.
    package func dropConnections(_ how: CloseManner, storm: Int) {
        mailbox.post(.drop(how, storm: storm))
    }

    /// Puts a lasting network fault in force; it hits what reaches the server from then on. Returns at once.
    package func begin(_ armed: ArmedFault, occurrence: Int) {
        mailbox.post(.begin(armed, occurrence: occurrence))
    }

    /// Takes the fault with this number out of force; everything is as before, but for connections that it closed and
    /// replies that it has delayed already. Returns at once.
    package func end(_ id: Int, occurrence: Int) {
        mailbox.post(.end(id, occurrence: occurrence))
    }

    /// Has a fault of a moment strike the open connections that its target chooses. Returns at once.
    package func strike(_ armed: ArmedFault, occurrence: Int) {
        mailbox.post(.strike(armed, occurrence: occurrence))
    }

    /// Takes every fault out of force. Returns at once.
    package func clearFaults() {
        mailbox.post(.clearFaults)
    }

    /// Closes the port, so that whoever connects is refused, or opens it again; open connections go on. Returns at once.
    ///
    /// - Parameter storm: who asks for it: a storm from 1 on, or 0 for the controller's power. The port is open while nobody
    ///   wants it closed.
    package func setListening(_ isListening: Bool, storm: Int) {
        mailbox.post(.listen(isListening, storm: storm))
    }

    /// Tells that a scan is complete and its image published: a profile that answers once a scan answers now.
    ///
    /// For the scan's thread: takes no lock, and makes a system call only if a request waits.
    package func noteScan() {
        mailbox.noteScan()
    }

    /// Hands every queued record to `body`, oldest first, and removes it. Safe to call from any thread.
    package func drainRecords(_ body: (ServerRecord) -> Void) {
        guard recorders.count > 1 else {
            for record in recorders[0].takeRecords() { body(record) }
            return
        }
        // What the leader tells of a storm comes after the connections that it closed.
        let all = recorders.reversed().flatMap { $0.takeRecords() }
        for record in all.sorted(by: { $0.nanoseconds < $1.nanoseconds }) { body(record) }
    }

    /// A consistent snapshot of all counts. Safe to call from any thread; waits for the present wake-up's work.
    ///
    /// With several threads each one's counts are consistent, not those of two.
    package var counters: ServerCounters {
        var counters = recorders[0].snapshot(with: reactorCommons)
        for recorder in recorders.dropFirst() { counters.add(recorder.snapshot()) }
        return counters
    }

    /// The requests received so far, as of the last wake-up. Waits for nobody: the scan asks.
    package var requestCount: UInt64 {
        var sum: UInt64 = 0
        for recorder in recorders { sum += recorder.requests.load(ordering: .relaxed) }
        return sum
    }

    /// The connections that each thread serves, as of its last wake-up.
    var openOnEachThread: [Int] { recorders.map { recorder in recorder.lock.withLock { recorder.open } } }

    /// Sets what function 17 says about the controllers of all units: running or not.
    package func setRunIndicator(_ isRunning: Bool) {
        for commons in commons { commons.isRunning.store(isRunning, ordering: .relaxed) }
    }

    private static func check(
        _ configuration: ServerConfiguration, _ units: [UInt8: (RegisterMap, ImageExchange)]
    ) throws(ServerError) {
        if units.isEmpty { throw .invalidConfiguration("a server needs at least one unit") }
        if configuration.maximumConnections < 1 {
            throw .invalidConfiguration("the connection limit is \(configuration.maximumConnections); give at least 1")
        }
        if !(configuration.stalledOutputSeconds > 0 && configuration.stalledOutputSeconds < 1e9) {
            throw .invalidConfiguration("the time for unread replies must be above 0 seconds")
        }
        if !(1...ServerConfiguration.ioThreadLimit).contains(configuration.ioThreads) {
            throw .invalidConfiguration(
                "\(configuration.ioThreads) I/O threads are asked for; give 1 to \(ServerConfiguration.ioThreadLimit)")
        }
        if case .perScan = configuration.profile.service, configuration.ioThreads > 1 {
            throw .invalidConfiguration(
                "replies per scan are counted by one thread; give --io-threads 1, or --replies at-once")
        }
        if let flaw = configuration.profile.flaw { throw .invalidConfiguration(flaw) }
        if let text = configuration.identity.overlongText { throw .identityTooLong(text) }
    }

    private static func launch(_ reactor: Reactor) throws(ServerError) -> pthread_t {
        var thread = pthread_t()
        let argument = Unmanaged.passRetained(reactor)
        let result = pthread_create(
            &thread, nil,
            { argument in
                guard let argument else { return nil }
                Unmanaged<Reactor>.fromOpaque(argument).takeRetainedValue().run()
                return nil
            }, argument.toOpaque())
        guard result == 0 else {
            argument.release()
            throw .system(call: "pthread_create", errorNumber: result)
        }
        return thread
    }
}
