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

    private let faults: FaultDesk
    private var wasRunning = true
    private var isPowered = true
    private let inputs: [InputTerminal]
    private let outputs: [OutputTerminal]
    private let published: [TagReference]
    private let traced: [TagReference]
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
            faults = try FaultDesk(timetable, binder: FaultBinder(scenario, plant), seed: seed)
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
        published = scenario.registerMap.entries.map { entry in
            guard let reference = scenario.points[entry.tagIndex].reference else {
                preconditionFailure("unchecked register entry \(entry.name)")
            }
            return reference
        }
        traced = scenario.points.compactMap(\.reference)
        plant.measure()
        latchInputs()
        controller.enterRun(at: .zero)
        publish()
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
            publish()
        } else if faults.freezeCount == 0 {
            latchInputs()
            exchange.drainWrites { entry, value in
                controller.setValue(published[entry], value)
            }
            controller.scan(at: now)
            publish()
        }
        driveActuators()
        for _ in 0..<stepsPerScan { plant.step() }
        scanCount += 1
        if now >= nextFingerprintAt {
            for reference in traced { fingerprint.combine(controller.value(reference)) }
            nextFingerprintAt = nextFingerprintAt.advanced(byNanoseconds: 1_000_000_000)
        }
    }

    /// What the last scan has to tell: faults that began, ended or struck, and what becomes of connections.
    package var notices: [TwinNotice] { faults.notices }

    /// Where other threads inject and clear faults and ask for a mode.
    package var inbox: TwinInbox { faults.inbox }

    /// The present value of a point; nil for a structure.
    package func value(of point: Point) -> Double? {
        point.reference.map { controller.value($0) }
    }

    /// Puts the controller into the mode that faults and whoever operates it ask for, when that changes.
    private func settleController(at now: SimulatedTime) {
        let hasPower = faults.offCount == 0
        if isPowered != hasPower {
            isPowered = hasPower
            if !hasPower { controller.reset() }
        }
        if faults.wasModeAsked, controller.mode == .faulted { controller.clearFault() }
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

    private func publish() {
        exchange.publish { image in
            faults.publish(image) {
                for index in published.indices { image.encode(index, controller.value(published[index])) }
            }
        }
    }

    private func driveActuators() {
        let runs = controller.mode == .run
        for terminal in outputs {
            plant.drive(terminal.port, runs ? controller.value(terminal.reference) : terminal.safe)
        }
    }
}
