import CReactor
import FaultPlan
import Glibc
import Synchronization

/// How other threads talk to the reactor: orders in a list, a descriptor that wakes it.
///
/// Invariant behind `@unchecked Sendable`: `orders` is touched only while `lock` is held.
final class ReactorMailbox: @unchecked Sendable {
    /// What the reactor can be told.
    enum Order: Sendable {
        /// Accept clients.
        case start
        /// Close every connection in this way.
        case drop(CloseManner, storm: Int)
        /// Put this fault in force.
        case begin(ArmedFault, occurrence: Int)
        /// Take the fault with this number out of force.
        case end(Int, occurrence: Int)
        /// Have this fault strike the open connections.
        case strike(ArmedFault, occurrence: Int)
        /// Take every fault out of force.
        case clearFaults
        /// Close the port, or open it again; a part of this storm.
        case listen(Bool, storm: Int)
        /// A client has gone, and others wait for that.
        case room
        /// Close everything and end the thread.
        case stop
    }

    /// The descriptor that becomes readable when there are orders.
    let descriptor: Int32
    private let lock = FairLock()
    private var orders: [Order] = []
    /// Scans that were completed; counted after the scan's image is published.
    let scans = Atomic<UInt64>(0)
    /// Whether requests wait for the next scan: then it wakes the reactor.
    let awaitsScan = Atomic<Bool>(false)

    /// An empty mailbox.
    init() throws(ServerError) {
        descriptor = creactor_eventfd()
        guard descriptor >= 0 else { throw .system(call: "eventfd", errorNumber: errno) }
    }

    deinit {
        close(descriptor)
    }

    /// Gives an order and wakes the reactor.
    func post(_ order: Order) {
        lock.withLock { orders.append(order) }
        wake()
    }

    /// Tells that a scan is complete and its image published. Costs the scan one atomic addition and load, and one system
    /// call if requests wait for it.
    func noteScan() {
        // Sequentially consistent, like the reactor's store of `awaitsScan` and load of `scans`: one of the two sees the
        // other's, so no request waits for a scan that does not wake the reactor.
        scans.add(1, ordering: .sequentiallyConsistent)
        guard awaitsScan.exchange(false, ordering: .sequentiallyConsistent) else { return }
        wake()
    }

    /// Wakes the reactor.
    func wake() {
        var one: UInt64 = 1
        // It can only fail when the counter is full, and then the reactor is about to wake anyway.
        _ = write(descriptor, &one, 8)
    }

    /// Takes the orders given so far. Called by the reactor.
    func take() -> [Order] {
        var count: UInt64 = 0
        _ = read(descriptor, &count, 8)
        return lock.withLock {
            let taken = orders
            orders = []
            return taken
        }
    }
}
