import FaultPlan
import Synchronization

/// What other threads ask of a running twin: faults to inject and to clear, run mode and program mode.
///
/// Everything that an order needs is allocated by who gives it. The scan looks at one atomic, and only tries the lock: if
/// somebody is giving an order at that moment, the next scan takes it.
package final class TwinInbox: Sendable {
    /// At most so many injected faults are under way at a time.
    package static let injectedLimit = 64

    /// What can be asked.
    enum Order: Sendable {
        /// A fault with its events, which count from the scan that takes them or from so many requests on.
        case inject(BoundFault, events: [FaultEvent], waiting: [(polls: UInt64, events: [FaultEvent])])
        /// The end of a fault that is in force.
        case clear(Int)
        /// The end of all of them.
        case clearAll
        /// Run mode or program mode; a controller fault is cleared.
        case setMode(runs: Bool)
    }

    private struct Numbers {
        var fault: Int
        var storm: Int
        var underWay = 0
    }

    private let binder: FaultBinder
    private let seed: UInt64
    private let orders = Mutex<[Order]>([])
    private let hasOrders = Atomic<Bool>(false)
    private let numbers: Mutex<Numbers>
    private let finished = Atomic<Int>(0)

    /// An inbox for a run of this timetable.
    init(_ binder: FaultBinder, _ timetable: FaultTimetable, seed: UInt64) {
        self.binder = binder
        self.seed = seed
        let events = timetable.events + timetable.waiting.flatMap(\.events)
        let storms = events.compactMap(\.action.storm).max() ?? 0
        numbers = Mutex(Numbers(fault: timetable.faults.count, storm: storms))
    }

    /// Has a fault begin with the next scan, as its schedule says with times counted from there; it is numbered after
    /// the timetable's and those injected before.
    ///
    /// - Returns: the fault with its number, before the scan sees it.
    /// - Parameter announce: called with it, as it was described under its label, and all that it will do before the scan
    ///   can see it.
    package func inject(
        _ planned: PlannedFault, announce: (ArmedFault, PlannedFault, [FaultEvent]) -> Void = { _, _, _ in }
    ) throws(InjectionError) -> ArmedFault {
        var planned = planned
        if case .after(let label) = planned.schedule.origin { throw .followsAnother(label: label) }
        let number = numbers.withLock { numbers in
            defer { numbers.fault += 1 }
            return numbers.fault
        }
        // One number everywhere: that of the record, of the panel and at the end of the name.
        planned.label += "-\(number)"
        let plan = FaultPlan(name: "injected", summary: "One fault.", faults: [planned])
        let timetable: FaultTimetable
        do throws(FaultPlanError) {
            // A stream of its own for each injected fault.
            timetable = try plan.timetable(
                inRunOf: nil, seed: seed &+ UInt64(number) &* 0x9E37_79B9_7F4A_7C15)
        } catch {
            throw .untimed(error)
        }
        let bound: BoundFault
        do throws(FaultBindingError) {
            bound = try binder.bind(ArmedFault(id: number, planned, seed: seed))
        } catch {
            throw .unbound(error)
        }
        let storms = (timetable.events + timetable.waiting.flatMap(\.events)).compactMap(\.action.storm).max() ?? 0
        let ended = finished.exchange(0, ordering: .acquiringAndReleasing)
        let firstStorm: Int? = numbers.withLock { numbers in
            numbers.underWay -= ended
            guard numbers.underWay < Self.injectedLimit else { return nil }
            numbers.underWay += 1
            defer { numbers.storm += storms }
            return numbers.storm
        }
        guard let firstStorm else { throw .tooMany(limit: Self.injectedLimit) }
        let events = timetable.events.map { $0.renumbered(fault: number, storms: firstStorm) }
        let waiting = timetable.waiting.map { group in
            (group.polls, group.events.map { $0.renumbered(fault: number, storms: firstStorm) })
        }
        announce(bound.armed, planned, events + waiting.flatMap(\.1))
        give(.inject(bound, events: events, waiting: waiting))
        return bound.armed
    }

    /// Ends the fault with this number, and what an injected one has still to come. Does nothing when it is not in force.
    package func clear(_ id: Int) { give(.clear(id)) }

    /// Ends every fault that is in force, and what injected ones have still to come.
    package func clearAll() { give(.clearAll) }

    /// Asks for run mode or program mode; a fault of the plan may keep the controller from running meanwhile.
    package func setMode(runs: Bool) { give(.setMode(runs: runs)) }

    private func give(_ order: Order) {
        orders.withLock { orders in
            orders.append(order)
            hasOrders.store(true, ordering: .releasing)
        }
    }

    /// Hands every order to `body`, in the order in which they were given. Called by the scan; never waits.
    func take(_ body: (Order) -> Void) {
        guard hasOrders.load(ordering: .acquiring) else { return }
        _ = orders.withLockIfAvailable { orders in
            for order in orders { body(order) }
            orders.removeAll(keepingCapacity: true)
            hasOrders.store(false, ordering: .relaxed)
        }
    }

    /// Notes that an injected fault is over. Called by the scan.
    func noteFinished() { finished.wrappingAdd(1, ordering: .releasing) }
}

extension FaultEvent {
    /// The event of the only fault of a plan as that of the fault with this number, its storms after so many.
    fileprivate func renumbered(fault number: Int, storms: Int) -> FaultEvent {
        var event = self
        switch action {
        case .begin(_, let occurrence): event.action = .begin(fault: number, occurrence: occurrence)
        case .end(_, let occurrence): event.action = .end(fault: number, occurrence: occurrence)
        case .strike(_, let occurrence): event.action = .strike(fault: number, occurrence: occurrence)
        case .dropConnections(let manner, let storm, let drop):
            event.action = .dropConnections(manner, storm: storms + storm, drop: drop)
        case .refuseConnections(let storm): event.action = .refuseConnections(storm: storms + storm)
        case .acceptConnections(let storm): event.action = .acceptConnections(storm: storms + storm)
        }
        return event
    }
}
