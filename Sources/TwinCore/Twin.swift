import Determinism
import Diagnostics
import FaultPlan
import ModbusProtocol
import PLCCore
import PlantModels

/// A running scenario: plant and controller, advanced one scan at a time by whoever owns the clock.
///
/// `scan(at:)` allocates nothing, takes no lock and waits for nobody. One thread at a time may use a twin; a Modbus
/// server on another thread sees it through `exchange` alone.
package final class Twin {
    private struct InputTerminal {
        var port: PortIndex
        var reference: TagReference
        var isBool: Bool
    }

    private struct OutputTerminal {
        var port: PortIndex
        var reference: TagReference
        var safe: Double
    }

    /// The scenario that runs.
    package let scenario: Scenario
    /// The seed of this run.
    package let seed: UInt64
    /// What will go wrong, and when.
    package let timetable: FaultTimetable
    /// The controller.
    package let controller: Controller
    /// The plant.
    package let plant: Plant
    /// Where the Modbus server and the scan meet.
    package let exchange: ImageExchange
    /// The digest of every point's value at every whole simulated second so far.
    package private(set) var fingerprint = Fingerprint()
    /// Scans so far.
    package private(set) var scanCount: UInt64 = 0
    /// How the controller stands and has stood.
    package private(set) var health = ControllerHealth(mode: .program)

    private let faults: FaultExecutor
    private var wasRunning = true
    private var isPowered = true
    /// Whether the last scan sent the outputs' tags to the plant, and not their safe values.
    private var drivesOutputs = true
    private let inputs: [InputTerminal]
    private let outputs: [OutputTerminal]
    /// What is published, and where; `safe` is shown instead while the controller does not drive its outputs.
    private let published: [(entry: Int, reference: TagReference, safe: Double?)]
    /// The tag behind each entry of the map; nil for a constant text.
    private let entryReferences: [TagReference?]
    /// The tag that feeds each queue.
    private let queueReferences: [TagReference]
    private let traced: [(reference: TagReference, safe: Double?)]
    private let stepsPerScan: Int
    private var nextFingerprintAt = SimulatedTime.zero

    /// A twin at the start of its run: program prescanned, controller in run mode, first image published.
    ///
    /// - Throws: `InvalidInput` when the plant cannot be built from its description, or a fault cannot act on the scenario.
    package init(_ scenario: Scenario, seed: UInt64, timetable: FaultTimetable) throws(InvalidInput) {
        self.scenario = scenario
        self.seed = seed
        self.timetable = timetable
        let stepSeconds = Double(scenario.timing.plantStepNanoseconds) * 1e-9
        plant = try Plant(scenario.plant, stepSeconds: stepSeconds, seed: seed)
        controller = Controller(program: scenario.program)
        do throws(FaultBindingError) {
            faults = try FaultExecutor(timetable, binder: FaultBinder(scenario, plant), seed: seed)
        } catch {
            throw InvalidInput([
                Diagnostic(
                    code: error.code, file: "fault plan", position: .start, message: error.message, hint: error.hint)
            ])
        }
        exchange = ImageExchange(map: scenario.registerMap)
        stepsPerScan = scenario.timing.stepsPerScan
        var inputs: [InputTerminal] = []
        var outputs: [OutputTerminal] = []
        for point in scenario.points {
            guard let reference = point.reference else { continue }
            switch point.wire {
            case .input(let path):
                guard let port = plant.outputPort(path) else { preconditionFailure("unchecked input wire \(path)") }
                inputs.append(InputTerminal(port: port, reference: reference, isBool: reference.type == .bool))
            case .output(let path, let safe):
                guard let port = plant.inputPort(path) else { preconditionFailure("unchecked output wire \(path)") }
                outputs.append(OutputTerminal(port: port, reference: reference, safe: safe))
            case nil: break
            }
        }
        self.inputs = inputs
        self.outputs = outputs
        entryReferences = scenario.registerMap.entries.map { entry in
            let reference = scenario.points[entry.tagIndex].reference
            precondition((reference == nil) == (entry.text != nil), "unchecked register entry \(entry.name)")
            return reference
        }
        published = zip(scenario.registerMap.entries, entryReferences).enumerated().compactMap { place, pair in
            let (entry, reference) = pair
            // What a client may write it reads back as it wrote it.
            let safe = entry.writable ? nil : scenario.points[entry.tagIndex].safe
            return reference.map { (place, $0, safe) }
        }
        queueReferences = scenario.registerMap.queues.map { queue in
            guard let reference = scenario.points[queue.tagIndex].reference else {
                preconditionFailure("unchecked queue \(queue.name)")
            }
            return reference
        }
        traced = scenario.points.compactMap { point in point.reference.map { ($0, point.safe) } }
        plant.measure()
        latchInputs()
        controller.enterRun(at: .zero)
        health.mode = controller.mode
        publish(isFirst: true)
    }

    /// One whole scan that begins at `now`.
    ///
    /// In order: faults fall due, sensors measure, inputs and client writes are latched, rungs are solved, outputs and
    /// registers are published as one image, actuators are driven, the plant steps to the next scan.
    ///
    /// - Parameter polls: the requests that clients have made so far, for faults that wait for a number of them.
    package func scan(at now: SimulatedTime, polls: UInt64 = 0) {
        faults.advance(at: now, polls: polls, plant: plant)
        settleController(at: now)
        plant.measure()
        if faults.offCount > 0 {
            // Nobody can connect; what was written before the power went off is lost with the memory.
            exchange.drainWrites { _, _ in }
            publish(isFirst: true)
        } else if faults.freezeCount == 0 {
            latchInputs()
            exchange.drainWrites { entry, value in
                if let reference = entryReferences[entry] { controller.setValue(reference, value) }
            }
            takeFaultReset(at: now)
            controller.scan(at: now)
            showFaults()
            publish(isFirst: false)
        }
        driveActuators()
        health.note(controller.mode, standstill, controller.tally)
        for _ in 0..<stepsPerScan { plant.step() }
        scanCount += 1
        if now >= nextFingerprintAt {
            for (reference, safe) in traced { fingerprint.combine(shown(reference, safe)) }
            nextFingerprintAt = nextFingerprintAt.advanced(byNanoseconds: 1_000_000_000)
        }
    }

    /// Reports that the scan which began at `now` took longer than the watchdog allows: a major fault.
    package func reportWatchdog(elapsedNanoseconds: Int64, at now: SimulatedTime) {
        controller.reportWatchdog(elapsedNanoseconds: elapsedNanoseconds, at: now)
        health.mode = controller.mode
        health.standstill = standstill
        health.tally = controller.tally
    }

    /// What the last scan has to tell: faults that began, ended or struck, and what becomes of connections.
    package var notices: [TwinNotice] { faults.notices }

    /// Where other threads inject and clear faults and ask for a mode.
    package var inbox: TwinInbox { faults.inbox }

    /// The present value of a point; nil for a structure.
    ///
    /// An output is what the plant got from the last scan: its safe value while the controller is not in run mode.
    package func value(of point: Point) -> Double? {
        point.reference.map { shown($0, point.safe) }
    }

    private func shown(_ reference: TagReference, _ safe: Double?) -> Double {
        if !drivesOutputs, let safe { return safe }
        return controller.value(reference)
    }

    /// Clears the controller's faults when a client set the tag for it, and takes the tag back.
    private func takeFaultReset(at now: SimulatedTime) {
        guard let reset = scenario.controllerTags.faultReset, controller.value(reset) != 0 else { return }
        controller.setValue(reset, 0)
        controller.clearFault()
        if faults.isRunWanted, faults.stopCount == 0 { controller.enterRun(at: now) }
    }

    /// Puts the faults into the tags that the scenario has for them.
    private func showFaults() {
        let tags = scenario.controllerTags
        if let code = tags.faultCode { controller.setValue(code, Double(controller.majorFaultCode?.number ?? 0)) }
        if let count = tags.minorFaults { controller.setValue(count, Double(controller.minorFaultCount)) }
    }

    /// Why the controller does not solve its program now; nil: it does.
    private var standstill: ControllerHealth.Standstill? {
        if faults.offCount > 0 || faults.stopCount > 0 || faults.freezeCount > 0 { return .plan }
        switch controller.mode {
        case .run: return nil
        case .faulted: return .fault
        case .program: return faults.isRunWanted ? .unasked : .operator
        }
    }

    /// Puts the controller into the mode that faults and whoever operates it ask for, when that changes.
    private func settleController(at now: SimulatedTime) {
        let hasPower = faults.offCount == 0
        if isPowered != hasPower {
            isPowered = hasPower
            if !hasPower { controller.reset() }
        }
        if faults.wasModeAsked { controller.clearFault() }
        let shouldRun = faults.isRunWanted && hasPower && faults.stopCount == 0
        guard shouldRun != wasRunning || faults.wasModeAsked else { return }
        wasRunning = shouldRun
        if shouldRun {
            controller.enterRun(at: now)
        } else {
            controller.enterProgram()
        }
    }

    private func latchInputs() {
        for terminal in inputs {
            let value = plant.value(terminal.port)
            controller.setValue(terminal.reference, terminal.isBool ? (value > 0.5 ? 1 : 0) : value)
        }
    }

    private func publish(isFirst: Bool) {
        let drives = controller.mode == .run
        exchange.publish { image in
            if isFirst { image.emptyQueues() }
            faults.publish(image) {
                for (entry, reference, safe) in published {
                    image.encode(entry, drives ? controller.value(reference) : safe ?? controller.value(reference))
                }
            }
            for queue in queueReferences.indices {
                image.feed(queue, controller.value(queueReferences[queue]), isFirst: isFirst)
            }
        }
    }

    private func driveActuators() {
        drivesOutputs = controller.mode == .run
        for terminal in outputs {
            plant.drive(terminal.port, drivesOutputs ? controller.value(terminal.reference) : terminal.safe)
        }
    }
}
