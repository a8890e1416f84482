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
    /// The timetable's events that fell due in the last scan, as indices into `timetable.events`.
    package private(set) var dueEvents = 0..<0

    private let inputs: [InputTerminal]
    private let outputs: [OutputTerminal]
    /// What is published, and where.
    private let published: [(entry: Int, reference: TagReference)]
    /// The tag behind each entry of the map; nil for a constant text.
    private let entryReferences: [TagReference?]
    /// The tag that feeds each queue.
    private let queueReferences: [TagReference]
    private let traced: [TagReference]
    private let stepsPerScan: Int
    private var nextFingerprintAt = SimulatedTime.zero

    /// A twin at the start of its run: program prescanned, controller in run mode, first image published.
    ///
    /// - Throws: `InvalidInput` when the plant cannot be built from its description.
    package init(_ scenario: Scenario, seed: UInt64, timetable: FaultTimetable) throws(InvalidInput) {
        self.scenario = scenario
        self.seed = seed
        self.timetable = timetable
        let stepSeconds = Double(scenario.timing.plantStepNanoseconds) * 1e-9
        plant = try Plant(scenario.plant, stepSeconds: stepSeconds, seed: seed)
        controller = Controller(program: scenario.program)
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
        published = entryReferences.enumerated().compactMap { entry, reference in reference.map { (entry, $0) } }
        queueReferences = scenario.registerMap.queues.map { queue in
            guard let reference = scenario.points[queue.tagIndex].reference else {
                preconditionFailure("unchecked queue \(queue.name)")
            }
            return reference
        }
        traced = scenario.points.compactMap(\.reference)
        plant.measure()
        latchInputs()
        controller.enterRun(at: .zero)
        publish(isFirst: true)
    }

    /// One whole scan that begins at `now`.
    ///
    /// In order: faults fall due, sensors measure, inputs and client writes are latched, rungs are solved, outputs and
    /// registers are published as one image, actuators are driven, the plant steps to the next scan.
    package func scan(at now: SimulatedTime) {
        takeDueEvents(at: now)
        plant.measure()
        latchInputs()
        exchange.drainWrites { entry, value in
            if let reference = entryReferences[entry] { controller.setValue(reference, value) }
        }
        controller.scan(at: now)
        publish(isFirst: false)
        driveActuators()
        for _ in 0..<stepsPerScan { plant.step() }
        scanCount += 1
        if now >= nextFingerprintAt {
            for reference in traced { fingerprint.combine(controller.value(reference)) }
            nextFingerprintAt = nextFingerprintAt.advanced(byNanoseconds: 1_000_000_000)
        }
    }

    /// The present value of a point; nil for a structure.
    package func value(of point: Point) -> Double? {
        point.reference.map { controller.value($0) }
    }

    private func takeDueEvents(at now: SimulatedTime) {
        let first = dueEvents.upperBound
        var end = first
        while end < timetable.events.count, timetable.events[end].at <= now { end += 1 }
        dueEvents = first..<end
    }

    private func latchInputs() {
        for terminal in inputs {
            let value = plant.value(terminal.port)
            controller.setValue(terminal.reference, terminal.isBool ? (value > 0.5 ? 1 : 0) : value)
        }
    }

    private func publish(isFirst: Bool) {
        exchange.publish { image in
            for (entry, reference) in published { image.encode(entry, controller.value(reference)) }
            for queue in queueReferences.indices {
                image.feed(queue, controller.value(queueReferences[queue]), isFirst: isFirst)
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
