import Determinism
import FaultPlan
import ModbusProtocol
import PLCCore
import PlantModels

/// Begins and ends the faults of a running twin, and keeps what is in force.
///
/// A class because a scan works on several of its parts in place at once; the twin owns it and the scan thread alone
/// touches it, but for the inbox. Every list has its room from the start, so a scan allocates nothing.
final class FaultExecutor {
    /// A fault that is in force.
    private struct InForce {
        let bound: BoundFault
        let occurrence: Int
        /// When it ends by itself, for what is a moment in the plan and takes its own time; nil: an event ends it.
        let until: SimulatedTime?
    }

    /// A port of the plant that a fault drives.
    private struct Driven {
        let fault: Int
        let port: PortIndex
        let value: Double
        /// What the port had before any fault drove it.
        let base: Double
    }

    /// What other threads ask.
    let inbox: TwinInbox
    /// What the present scan has to tell.
    private(set) var notices: [TwinNotice] = []
    /// Faults in force that keep the power off.
    private(set) var offCount = 0
    /// Faults in force that keep the controller in program mode.
    private(set) var stopCount = 0
    /// Faults in force that keep the scan from going on.
    private(set) var freezeCount = 0
    /// Whether somebody asked for run mode last, or nobody asked.
    private(set) var isRunWanted = true
    /// Whether somebody asked for a mode in the present scan.
    private(set) var wasModeAsked = false

    private let planned: [BoundFault]
    /// Those of the timetable for which the past matters: they take note of every scan.
    private let recorders: [TagDisturbance]
    private var clock: FaultClock
    private var due: [FaultEvent] = []
    private var injected: [BoundFault] = []
    private var inForce: [InForce] = []
    private var driven: [Driven] = []
    private var now = SimulatedTime.zero
    /// What switched the power off last.
    private var powerCause = TwinNotice.Cause(fault: 0, label: "", occurrence: 0)

    /// The faults of a timetable, bound to a scenario; none is in force.
    init(_ timetable: FaultTimetable, binder: FaultBinder, seed: UInt64) throws(FaultBindingError) {
        var planned: [BoundFault] = []
        for armed in timetable.armed { planned.append(try binder.bind(armed)) }
        self.planned = planned
        inbox = TwinInbox(binder, timetable, seed: seed)
        clock = FaultClock(timetable, injectedLimit: TwinInbox.injectedLimit)
        recorders = planned.compactMap { bound in
            if case .tag(let disturbance) = bound.effect, disturbance.needsPast { disturbance } else { nil }
        }
        let most = planned.count + TwinInbox.injectedLimit
        due.reserveCapacity(FaultClock.eventsPerScan)
        injected.reserveCapacity(TwinInbox.injectedLimit)
        inForce.reserveCapacity(most)
        driven.reserveCapacity(most * FaultBinder.largestDriveCount)
        // Each event may end the occurrence before, begin its own, and switch the power; clearing may end everything.
        notices.reserveCapacity(4 * FaultClock.eventsPerScan + 3 * most)
    }

    // MARK: One scan

    /// Takes orders and due events: begins, ends, strikes.
    func advance(at now: SimulatedTime, polls: UInt64, plant: Plant) {
        self.now = now
        notices.removeAll(keepingCapacity: true)
        wasModeAsked = false
        inbox.take { order in
            switch order {
            case .inject(let bound, let events, let waiting):
                injected.append(bound)
                clock.add(events, fault: bound.armed.id, at: now)
                for group in waiting { clock.add(group.events, fault: bound.armed.id, polls: group.polls, at: now) }
            case .clear(let id): clear(id, plant)
            case .clearAll:
                while let last = inForce.last { clear(last.bound.armed.id, plant) }
                while let last = injected.last { clear(last.armed.id, plant) }
            case .setMode(let runs):
                isRunWanted = runs
                wasModeAsked = true
            }
        }
        while let place = inForce.firstIndex(where: { $0.until.map { $0 <= now } ?? false }) { end(place, plant) }
        due.removeAll(keepingCapacity: true)
        clock.take(at: now, polls: polls, into: &due)
        for event in due {
            var event = event
            // What waited for requests counted from there; what is told is the moment.
            event.at = now
            carryOut(event, plant)
        }
        sweepInjected()
    }

    /// Encodes a scan's values, with `encode`, and spoils what faults spoil.
    func publish(_ image: RegisterImage, _ encode: () -> Void) {
        for fault in inForce {
            if case .tag(let disturbance) = fault.bound.effect { disturbance.begin(image) }
        }
        encode()
        for disturbance in recorders { disturbance.note(image) }
        for fault in inForce where fault.bound.armed.id >= planned.count {
            if case .tag(let disturbance) = fault.bound.effect { disturbance.note(image) }
        }
        for fault in inForce {
            if case .tag(let disturbance) = fault.bound.effect { disturbance.spoil(image) }
        }
    }

    // MARK: Events

    private func carryOut(_ event: FaultEvent, _ plant: Plant) {
        switch event.action {
        case .begin(let id, let occurrence):
            guard let bound = bound(id) else { return }
            if let place = inForce.firstIndex(where: { $0.bound.armed.id == id }) { end(place, plant) }
            notices.append(.fault(event))
            begin(bound, occurrence, plant)
        case .strike(let id, let occurrence):
            guard let bound = bound(id) else { return }
            if let place = inForce.firstIndex(where: { $0.bound.armed.id == id }) { end(place, plant) }
            notices.append(.fault(event))
            if case .controller = bound.effect { begin(bound, occurrence, plant) }
        case .end(let id, let occurrence):
            // What was cleared before its time has nothing to end.
            guard let place = inForce.firstIndex(where: { $0.bound.armed.id == id && $0.occurrence == occurrence })
            else { return }
            // A moment that takes its own time outlasts the plan's end.
            if inForce[place].until == nil { end(place, plant) }
        case .dropConnections, .refuseConnections, .acceptConnections:
            notices.append(.fault(event))
        }
    }

    private func begin(_ bound: BoundFault, _ occurrence: Int, _ plant: Plant) {
        var until: SimulatedTime?
        switch bound.effect {
        case .tag(let disturbance): disturbance.arm()
        case .plant(let drives):
            for drive in drives {
                let base = driven.first { $0.port == drive.port }?.base ?? plant.value(drive.port)
                driven.append(Driven(fault: bound.armed.id, port: drive.port, value: drive.value, base: base))
                plant.drive(drive.port, drive.value)
            }
        case .controller(.restart(let off, let manner)):
            until = now.advanced(byNanoseconds: off)
            offCount += 1
            if offCount == 1 {
                powerCause = cause(bound, occurrence)
                notices.append(.poweredOff(powerCause, manner))
            }
        case .controller(.stop): stopCount += 1
        case .controller(.programChange(let stopped, let dropsConnections)):
            until = now.advanced(byNanoseconds: stopped)
            stopCount += 1
            if dropsConnections { notices.append(.droppedConnections(cause(bound, occurrence), .reset)) }
        case .controller(.freezeScan): freezeCount += 1
        case .network: break
        }
        inForce.append(InForce(bound: bound, occurrence: occurrence, until: until))
    }

    private func end(_ place: Int, _ plant: Plant) {
        let fault = inForce.remove(at: place)
        let armed = fault.bound.armed
        notices.append(
            .fault(
                FaultEvent(
                    at: now, fault: armed.label, action: .end(fault: armed.id, occurrence: fault.occurrence))))
        switch fault.bound.effect {
        case .tag, .network: break
        case .plant(let drives):
            driven.removeAll { drive in
                guard drive.fault == armed.id else { return false }
                plant.drive(drive.port, drive.base)
                return true
            }
            for drive in drives {
                if let other = driven.last(where: { $0.port == drive.port }) { plant.drive(drive.port, other.value) }
            }
        case .controller(.restart):
            offCount -= 1
            if offCount == 0 { notices.append(.poweredOn(powerCause)) }
        case .controller(.stop), .controller(.programChange): stopCount -= 1
        case .controller(.freezeScan): freezeCount -= 1
        }
    }

    // MARK: Injected faults

    private func clear(_ id: Int, _ plant: Plant) {
        if let place = inForce.firstIndex(where: { $0.bound.armed.id == id }) { end(place, plant) }
        guard let place = injected.firstIndex(where: { $0.armed.id == id }) else { return }
        clock.cancel(fault: id)
        injected.remove(at: place)
        inbox.noteFinished()
    }

    /// Lets go of injected faults that are over.
    private func sweepInjected() {
        guard !injected.isEmpty else { return }
        injected.removeAll { bound in
            let id = bound.armed.id
            guard !inForce.contains(where: { $0.bound.armed.id == id }), !clock.hasMore(fault: id) else { return false }
            clock.cancel(fault: id)
            inbox.noteFinished()
            return true
        }
    }

    private func cause(_ bound: BoundFault, _ occurrence: Int) -> TwinNotice.Cause {
        TwinNotice.Cause(fault: bound.armed.id, label: bound.armed.label, occurrence: occurrence)
    }

    private func bound(_ id: Int) -> BoundFault? {
        id < planned.count ? planned[id] : injected.first { $0.armed.id == id }
    }
}
