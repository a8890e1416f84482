import Diagnostics
import FaultPlan
import ModbusProtocol
import PlantModels
import TwinCore

/// What a scenario has that a fault may name: points with registers, components, their inputs.
package struct FaultSubjects: Sendable {
    /// The scenario's name, for messages.
    private let scenario: String
    private let points: [String]
    private let published: Set<String>
    private let components: [String]
    private let inputs: [String]
    private let binder: FaultBinder?

    /// What this scenario has.
    package init(_ scenario: Scenario) {
        let stepSeconds = Double(scenario.timing.plantStepNanoseconds) * 1e-9
        self.init(
            scenario: scenario.name, points: scenario.points, registerMap: scenario.registerMap, plant: scenario.plant,
            built: try? Plant(scenario.plant, stepSeconds: stepSeconds, seed: scenario.defaultSeed))
    }

    /// What the parts of a scenario have; `built` is nil for a plant that cannot be built, which has its own findings.
    init(scenario: String, points: [Point], registerMap: RegisterMap, plant: PlantDescription, built: Plant?) {
        self.scenario = scenario
        self.points = points.map(\.name)
        published = Set(registerMap.entries.map(\.name))
        components = plant.components.map(\.name)
        inputs = built?.inputPaths ?? []
        let names = components
        binder = built.map { FaultBinder(points: points, registerMap: registerMap, components: names, plant: $0) }
    }

    /// Why the fault cannot act on what it names; nil when it can.
    func objection(to fault: PlannedFault) -> FaultBindingError? {
        do throws(FaultBindingError) {
            _ = try binder?.bind(ArmedFault(id: 0, fault, seed: 0))
            return nil
        } catch {
            return error
        }
    }

    /// What is wrong with a name of this shape; nil when the scenario has what it names, or the shape names nothing.
    func objection(to name: String, of shape: ParameterShape) -> (message: String, hint: String)? {
        switch shape {
        case .tag:
            guard points.contains(name) else {
                return (
                    "the scenario '\(scenario)' has no tag '\(name)'",
                    nearestName(to: name, among: points).map { "did you mean '\($0)'?" }
                        ?? "'twinsim scenarios map \(scenario)' lists the tags that clients see"
                )
            }
            guard published.contains(name) else {
                return (
                    "'\(name)' has no register, so no client reads it",
                    "'twinsim scenarios map \(scenario)' lists the tags that clients see"
                )
            }
            return nil
        case .component:
            guard !components.contains(name) else { return nil }
            return (
                "the plant of '\(scenario)' has no component '\(name)'",
                nearestName(to: name, among: components).map { "did you mean '\($0)'?" }
                    ?? "components: \(components.joined(separator: ", "))"
            )
        default: return nil
        }
    }

    /// What is wrong with the inputs that a fault of the plant drives; nil when the component has them.
    func objection(to fault: any PlantFault) -> (message: String, hint: String)? {
        guard !inputs.isEmpty, components.contains(fault.component) else { return nil }
        let prefix = "\(fault.component)."
        let ports = inputs.filter { $0.hasPrefix(prefix) }.map { String($0.dropFirst(prefix.count)) }
        guard let missing = fault.drives.first(where: { !ports.contains($0.port) }) else { return nil }
        return (
            "the component '\(fault.component)' has no free input '\(missing.port)'",
            nearestName(to: missing.port, among: ports).map { "did you mean '\($0)'?" }
                ?? (ports.isEmpty ? "it has no free input" : "free inputs: \(ports.joined(separator: ", "))")
        )
    }
}
