import CReactor
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
        case drop(CloseKind, storm: Int)
        /// Close everything and end the thread.
        case stop
    }

    /// The descriptor that becomes readable when there are orders.
    let descriptor: Int32
    private let lock = FairLock()
    private var orders: [Order] = []
    /// What function 17 says about the controller.
    let isRunning = Atomic<Bool>(true)

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
