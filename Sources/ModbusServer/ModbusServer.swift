import FaultPlan
import Glibc
import ModbusProtocol
import Synchronization

/// A Modbus TCP server: one thread serves all clients of all units.
package final class ModbusServer: Sendable {
    /// The port that it listens at.
    package let port: UInt16
    /// The codec in force: `memory`, `socketpair` or `strict`.
    package let codecName: String
    /// How many clients may be connected: the configured limit, or fewer if the process may not have the descriptors.
    package let connectionLimit: Int

    private let commons: [ExchangeCommons]
    private let book: ServerBook
    private let mailbox: ReactorMailbox
    private let thread: Mutex<pthread_t?>

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
        let codec = try ReplyCodec.make(configuration.codec)
        let listener = try ListeningSocket(host: configuration.host, port: configuration.port)
        port = listener.port
        codecName = codec.choice.rawValue
        let book = ServerBook(entryCounts: units.mapValues { $0.0.entries.count })
        self.book = book
        mailbox = try ReactorMailbox()
        commons = units.values.map(\.1.commons)
        // Two ids of one unit: its reads are noted by both.
        for commons in commons where self.commons.filter({ $0 === commons }).count > 1 { commons.isShared = true }
        var services: [UInt8: UnitService] = [:]
        for (unit, (map, exchange)) in units {
            guard let reads = book.reads[unit] else { continue }
            services[unit] = UnitService(map: map, exchange: exchange, reads: reads)
        }
        let reactor = try Reactor(
            configuration: configuration, listener: listener,
            directory: UnitDirectory(services, unknownUnit: configuration.unknownUnit), book: book, mailbox: mailbox,
            codec: codec, connectionLimit: connectionLimit)
        thread = Mutex(try Self.launch(reactor))
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
        let running = thread.withLock { thread in
            let running = thread
            thread = nil
            return running
        }
        guard let running else { return }
        mailbox.post(.stop)
        pthread_join(running, nil)
    }

    /// Has the reactor close every open connection in this way; `storm` is the number that the records carry.
    ///
    /// Returns at once; a `.storm` record says how many connections were closed, and when.
    package func dropConnections(_ how: CloseKind, storm: Int) {
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
        for record in book.takeRecords() { body(record) }
    }

    /// A consistent snapshot of all counts. Safe to call from any thread; waits for the present wake-up's work.
    package var counters: ServerCounters { book.snapshot() }

    /// The requests received so far, as of the last wake-up. Waits for nobody: the scan asks.
    package var requestCount: UInt64 { book.requests.load(ordering: .relaxed) }

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
