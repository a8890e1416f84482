import FaultPlan
import ModbusServer
import TwinCore

extension LiveTwin {
    /// Has a fault begin with the next scan, as its schedule says with times counted from there.
    ///
    /// - Returns: the fault with its number, by which it can be cleared, and with its label, which ends with the number.
    package func inject(_ planned: PlannedFault) throws(InjectionError) -> ArmedFault {
        try inbox.inject(planned) { armed, planned, events in faults.add(armed, planned, events) }
    }

    /// Ends the fault with this number with the next scan, and what an injected one has still to come. Does nothing when
    /// it is not in force.
    package func clear(_ id: Int) { inbox.clear(id) }

    /// Ends every fault that is in force with the next scan, and what injected ones have still to come.
    package func clearAll() { inbox.clearAll() }

    /// Asks for run mode or program mode; a controller fault is cleared, and a fault of the plan may outrank it.
    package func setMode(_ mode: OperatingMode) { inbox.setMode(runs: mode == .run) }

    /// Clears the controller's faults with the next scan and asks for run mode.
    package func clearController() { setMode(.run) }

    /// The faults that are in force, in the order of their numbers.
    package var activeFaults: [ActiveFault] { faults.active }

    /// Hands every beginning, end and strike of a fault since the last call to `body`, oldest first; storms apart.
    package func drainFaultNotes(_ body: (FaultNote) -> Void) {
        for note in faults.takeNotes() { body(note) }
    }

    /// The fault with this number as the plan or who injected it describes it; nil when there is none.
    package func plannedFault(_ id: Int) -> PlannedFault? { faults.planned(id) }

    /// Whether the fault lasts on after this note: it began, or struck and takes its own time.
    package func lastsOn(_ note: FaultNote) -> Bool {
        switch note.event.action {
        case .begin: true
        case .strike: faults.takesOwnTime(note.id)
        default: false
        }
    }

    /// How many disconnections the storm with this number has; nil when there is none.
    package func stormDrops(_ storm: Int) -> Int? { faults.stormDrops(storm) }

    /// Does what a scan asks of the sockets. On the scan's thread, after the scan.
    static func execute(_ notice: TwinNotice, on servers: [ModbusServer], _ faults: LiveFaults) {
        if case .fault(let event) = notice {
            let armed = faults.note(event, at: MonotonicClock.nanoseconds())
            for server in servers { execute(event, armed, on: server) }
            return
        }
        for server in servers { execute(notice, on: server) }
    }

    private static func execute(_ notice: TwinNotice, on server: ModbusServer) {
        switch notice {
        case .fault: break
        case .poweredOff(let cause, let manner):
            // A controller without power neither listens nor answers. The listener closes first: nobody slips back in
            // between. What the server counts goes to the restart's own account.
            server.begin(cause.armed("refuse"), occurrence: cause.occurrence)
            server.strike(cause.armed("reset-idle", close: manner), occurrence: cause.occurrence)
        case .poweredOn(let cause): server.end(cause.fault, occurrence: cause.occurrence)
        case .droppedConnections(let cause, let manner):
            server.strike(cause.armed("reset-idle", close: manner), occurrence: cause.occurrence)
        }
    }

    private static func execute(_ event: FaultEvent, _ armed: ArmedFault?, on server: ModbusServer) {
        switch event.action {
        case .begin(_, let occurrence):
            if let armed, armed.isOfTheNetwork { server.begin(armed, occurrence: occurrence) }
        case .end(let id, let occurrence):
            if let armed, armed.isOfTheNetwork { server.end(id, occurrence: occurrence) }
        case .strike(_, let occurrence):
            if let armed, armed.isOfTheNetwork { server.strike(armed, occurrence: occurrence) }
        case .dropConnections(let manner, let storm, _): server.dropConnections(manner, storm: storm)
        case .refuseConnections(let storm): server.setListening(false, storm: storm)
        case .acceptConnections(let storm): server.setListening(true, storm: storm)
        }
    }
}

extension TwinNotice.Cause {
    /// What a fault of the controller does to connections, as the network fault of this kind under the same number.
    fileprivate func armed(_ kind: String, close: CloseManner? = nil) -> ArmedFault {
        let parameters: [String: ParameterValue] = close.map { ["close": .word($0.rawValue)] } ?? [:]
        let planned = PlannedFault(label: label, kind: kind, parameters: FaultParameters(parameters))
        // It hits every connection, so no decision is drawn from the seed.
        return ArmedFault(id: fault, planned, seed: 0)
    }
}
