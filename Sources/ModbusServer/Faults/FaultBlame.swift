import FaultPlan

/// Which fault is behind each condition of the server as a whole, so that what it does is counted for it.
struct FaultBlame {
    /// The fault that sets the idle timeout.
    private(set) var idleTimeout: FaultEngine.Hit?
    /// The fault that limits the connections, or says what those beyond the limit meet.
    private(set) var limit: FaultEngine.Hit?

    /// Nobody is to blame.
    init() {}

    /// The faults behind the conditions under these faults; of several the one that began last.
    init(_ inForce: [(armed: ArmedFault, occurrence: Int)]) {
        for (armed, occurrence) in inForce {
            guard let fault = armed.fault as? any ServerFault, armed.target.probability > 0 else { continue }
            var alone = ServerConditions()
            fault.apply(to: &alone)
            let hit = FaultEngine.Hit(fault: armed.id, occurrence: occurrence)
            if alone.idleTimeoutNanoseconds != nil { idleTimeout = hit }
            if alone.connectionLimit != nil || alone.limitPolicy != nil { limit = hit }
        }
    }
}
