import Determinism
import Diagnostics

/// A wired plant that moves on by fixed steps.
///
/// Not `Sendable`: one thread at a time uses it. `step`, `measure`, `value` and `drive` allocate nothing. The same
/// description, step and seed with the same drives give the same course, bit for bit.
package final class Plant {
    /// The fixed step, s.
    package let stepSeconds: Double
    /// Paths of the output ports, in the order of the file.
    package let outputPaths: [String]
    /// Paths of the input ports that may be driven, in the order of the file.
    package let inputPaths: [String]

    private let signals: Signals
    private let components: [any PlantComponent]
    private let evaluationOrder: [any PlantComponent]
    private let ledgers: [any WaterLedger]
    private let outputs: [String: Int]
    private let inputs: [String: PlantBuilder.InputPort]
    private let ranges: [ClosedRange<Double>?]
    private var stepCount: Int64 = 0
    private let stepNanoseconds: Double

    /// Builds the plant that `description` wires, at time zero.
    ///
    /// - Throws: `InvalidInput` with every finding (codes PLT001 to PLT015).
    package init(_ description: PlantDescription, stepSeconds: Double, seed: UInt64) throws(InvalidInput) {
        precondition(stepSeconds > 0 && stepSeconds <= 3600, "A plant's step is above 0 and at most one hour.")
        let builder = PlantBuilder(description, stepSeconds: stepSeconds, seed: seed)
        guard builder.diagnostics.isEmpty else { throw InvalidInput(builder.diagnostics) }
        var made: [any PlantComponent] = []
        for (number, setup) in builder.setups.enumerated() {
            guard let entry = builder.entries[number] else {
                preconditionFailure("An unknown kind of component passed the builder.")
            }
            made.append(entry.make(setup))
        }
        let parts = PlantParts(components: made)
        for (component, setup) in zip(made, builder.setups) { component.connect(setup, parts) }

        self.stepSeconds = stepSeconds
        stepNanoseconds = stepSeconds * 1e9
        signals = Signals(values: builder.signals)
        components = made
        evaluationOrder = builder.order.map { made[$0] }
        ledgers = made.compactMap { $0 as? any WaterLedger }
        outputs = builder.outputs
        inputs = builder.inputs
        outputPaths = builder.outputPaths
        inputPaths = builder.inputPaths.filter { path in
            if case .wired = builder.inputs[path]?.drive { return false }
            return true
        }
        var ranges = [ClosedRange<Double>?](repeating: nil, count: builder.signals.count)
        for path in inputPaths {
            if let port = builder.inputs[path] { ranges[port.element] = port.range }
        }
        self.ranges = ranges

        for component in components { component.publish(signals) }
        for component in evaluationOrder { component.evaluate(signals) }
        measure()
    }

    /// The time that the plant has reached.
    package var time: SimulatedTime {
        SimulatedTime(nanoseconds: Int64((Double(stepCount) * stepNanoseconds).rounded()))
    }

    /// The output port `path`, like `FIT101.milliamps`, or nil when there is none.
    package func outputPort(_ path: String) -> PortIndex? {
        outputs[path].map(PortIndex.init(index:))
    }

    /// The input port `path` that may be driven, or nil when there is none or another component drives it.
    package func inputPort(_ path: String) -> PortIndex? {
        guard let port = inputs[path] else { return nil }
        if case .wired = port.drive { return nil }
        return PortIndex(index: port.element)
    }

    /// What drives the input port `path` in the plant's description, or nil when there is no such port.
    package func inputDrive(_ path: String) -> InputDrive? {
        inputs[path]?.drive
    }

    /// The values that the input port `path` takes, or nil when there is none or another component drives it.
    package func inputRange(_ path: String) -> ClosedRange<Double>? {
        inputPort(path).flatMap { ranges[$0.index] }
    }

    /// The input ports that another component drives, with the output port that does.
    package var wiredInputs: [(path: String, driver: String)] {
        inputs.compactMap { path, port in
            if case .wired(let driver) = port.drive { (path, driver) } else { nil }
        }
    }

    /// The present value of a port.
    package func value(_ port: PortIndex) -> Double {
        signals[port.index]
    }

    /// Sets an input port; a value outside the port's range is brought to the nearer end, NaN changes nothing.
    package func drive(_ port: PortIndex, _ value: Double) {
        guard let range = ranges[port.index] else {
            preconditionFailure("Only input ports that no other component drives can be driven.")
        }
        guard !value.isNaN else { return }
        signals[port.index] = min(max(value, range.lowerBound), range.upperBound)
    }

    /// Lets the instruments read the plant as it stands; once a scan, before inputs are latched.
    package func measure() {
        for component in components { component.measure(signals) }
    }

    /// Moves the plant on by one step with the inputs as they are.
    package func step() {
        for component in components { component.publish(signals) }
        for component in evaluationOrder { component.evaluate(signals) }
        for component in components { component.transfer(signals) }
        stepCount += 1
        signals.seconds = Double(stepCount) * stepSeconds
        for component in components { component.integrate(signals) }
        for component in components { component.publish(signals) }
    }

    /// How far the books of water and chlorine are from closing, relative: `TANK.water` and `TANK.chlorine` for each tank, what
    /// is there less what was there and came plus what left over all of it, and `plant.water`, what all tanks store against
    /// what crossed the plant's borders. Empty without water.
    package func conservationErrors() -> [(name: String, relativeError: Double)] {
        guard !ledgers.isEmpty else { return [] }
        return ledgers.flatMap { $0.conservationErrors() } + [("plant.water", waterBalanceError(ledgers))]
    }
}
