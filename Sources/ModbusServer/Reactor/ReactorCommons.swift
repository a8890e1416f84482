import FaultPlan
import Synchronization

/// What the reactors of one server have in common: the faults in force, what each of them did, and how many clients are
/// connected.
///
/// A request that no fault touches does not come here. Invariant behind `@unchecked Sendable`: `engine` is touched only
/// while `engineLock` is held and `ledger` only while `ledgerLock` is; whoever holds one of them takes no other lock.
final class ReactorCommons: @unchecked Sendable {
    /// Clients that are connected, on all reactors.
    let open = Atomic<Int>(0)
    /// Whether clients are left waiting until another one goes.
    let awaitsRoom = Atomic<Bool>(false)
    /// What waits in `TimedOutput` on all connections together, in bytes.
    private let waiting = Atomic<Int>(0)
    private let engineLock = FairLock()
    private var engine = FaultEngine()
    private let ledgerLock = FairLock()
    private var ledger = FaultLedger()

    /// No faults, no clients.
    init() {}

    /// Changes what waits on all connections together.
    ///
    /// - Returns: the bytes that wait now.
    @discardableResult
    func addWaiting(_ bytes: Int) -> Int { waiting.add(bytes, ordering: .relaxed).newValue }

    /// Asks or changes the faults in force; requests are counted in the order in which the reactors ask.
    @inline(__always)
    func withEngine<Result>(_ body: (inout FaultEngine) -> Result) -> Result {
        engineLock.withLock { body(&engine) }
    }

    /// Reads or changes what the faults did.
    @inline(__always)
    func withLedger<Result>(_ body: (inout FaultLedger) -> Result) -> Result {
        ledgerLock.withLock { body(&ledger) }
    }

    /// Changes the counts of a fault that began.
    func count(_ fault: Int, _ body: (inout FaultAcceptance) -> Void) {
        withLedger { $0.change(fault, body) }
    }
}
