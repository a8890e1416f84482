import Diagnostics
import FaultPlan
import ModbusProtocol
import PlantModels

/// Looks up what faults act on in a scenario, and refuses those that cannot act on it.
///
/// A value that may be used from any thread, so a fault can be injected while the twin runs.
package struct FaultBinder: Sendable {
    /// At most so many ports of a component are driven by one fault.
    static let largestDriveCount = 8

    private struct Port {
        let index: PortIndex
        let range: ClosedRange<Double>
    }

    private let points: [Point]
    private let registerMap: RegisterMap
    private let components: [String]
    private var ports: [String: Port] = [:]
    private var drivers: [String: String] = [:]
    private var tagOfPort: [String: String] = [:]

    /// A binder for this scenario, whose plant is `plant`.
    package init(_ scenario: Scenario, _ plant: Plant) {
        self.init(
            points: scenario.points, registerMap: scenario.registerMap,
            components: scenario.plant.components.map(\.name),
            plant: plant)
    }

    /// A binder for the parts of a scenario that is being read.
    package init(points: [Point], registerMap: RegisterMap, components: [String], plant: Plant) {
        self.points = points
        self.registerMap = registerMap
        self.components = components
        for path in plant.inputPaths {
            guard let index = plant.inputPort(path), let range = plant.inputRange(path) else { continue }
            ports[path] = Port(index: index, range: range)
        }
        for (path, driver) in plant.wiredInputs { drivers[path] = driver }
        for point in points {
            if case .output(let path, _) = point.wire { tagOfPort[path] = point.name }
        }
    }

    /// The fault with what it acts on.
    package func bind(_ armed: ArmedFault) throws(FaultBindingError) -> BoundFault {
        if let part = armed.tagPart {
            return BoundFault(armed: armed, effect: .tag(try disturbance(armed.label, part.tag, part.effect)))
        }
        if let part = armed.plantPart {
            return BoundFault(armed: armed, effect: .plant(try drives(armed.label, part.component, part.drives)))
        }
        if let effect = armed.controllerPart { return BoundFault(armed: armed, effect: .controller(effect)) }
        return BoundFault(armed: armed, effect: .network)
    }

    private func disturbance(
        _ fault: String, _ tag: String, _ effect: TagEffect
    ) throws(FaultBindingError) -> TagDisturbance {
        guard let place = points.firstIndex(where: { $0.name == tag }) else {
            throw .unknownTag(
                fault: fault, tag: tag, nearest: nearestName(to: tag, among: points.map(\.name)))
        }
        let entries = registerMap.entries.indices.filter { entry in
            registerMap.entries[entry].tagIndex == place && points[place].reference != nil
        }
        guard !entries.isEmpty else { throw .unpublishedTag(fault: fault, tag: tag) }
        let encodings = entries.map { registerMap.entries[$0].encoding }
        switch effect {
        case .notANumber:
            guard encodings.allSatisfy({ $0.quietNotANumber != nil }) else { throw .notAFloat(fault: fault, tag: tag) }
        case .tear, .swapWords:
            guard encodings.allSatisfy({ $0.words > 1 }) else { throw .oneRegister(fault: fault, tag: tag) }
        case .freeze, .value, .offset, .lag: break
        }
        return TagDisturbance(entries: entries, effect: effect)
    }

    private func drives(
        _ fault: String, _ component: String, _ drives: [(port: String, value: Double)]
    ) throws(FaultBindingError) -> [BoundFault.Drive] {
        guard components.contains(component) else {
            throw .unknownComponent(
                fault: fault, component: component, nearest: nearestName(to: component, among: components))
        }
        precondition(drives.count <= Self.largestDriveCount, "the kind of '\(fault)' drives too many ports")
        var bound: [BoundFault.Drive] = []
        for (name, value) in drives {
            let path = "\(component).\(name)"
            if let driver = drivers[path] { throw .wiredPort(fault: fault, port: path, driver: driver) }
            if let tag = tagOfPort[path] { throw .drivenPort(fault: fault, port: path, tag: tag) }
            guard let port = ports[path] else {
                let own = ports.keys.filter { $0.hasPrefix("\(component).") }.sorted()
                throw .unknownPort(
                    fault: fault, port: path, nearest: nearestName(to: path, among: own),
                    known: own.map { String($0.dropFirst(component.count + 1)) })
            }
            guard port.range.contains(value) else {
                throw .outOfRange(fault: fault, port: path, value: value, range: port.range)
            }
            bound.append(BoundFault.Drive(port: port.index, value: value))
        }
        return bound
    }
}
