import Diagnostics
import FaultPlan
import Yams

/// Reads one fault: its kind, its parameters, when it comes and what it concerns. Plans and injected faults share it.
///
/// A parameter of the kind wins over a key of the schedule or the target of the same name; such a fault gets its schedule
/// from a scene.
struct PlannedFaultReader {
    /// Where a fault is written down.
    enum Context {
        /// In the plan's own list.
        case plan
        /// In a scene.
        case scene
        /// By itself, for a server that runs.
        case injected
    }

    let file: String
    let findings: Findings
    let subjects: FaultSubjects?
    let context: Context

    /// A fault as it was read.
    struct Result {
        var fault: PlannedFault
        var names: NamedStep.Names
    }

    /// The fault; nil (with findings) when it cannot be used.
    ///
    /// - Parameter standardLabel: its label when it has no `name`, made from its kind.
    func read(_ node: Node, standardLabel: (String) -> String) -> Result? {
        guard var reader = MappingReader(node, what: "a fault", file: file, findings: findings) else { return nil }
        guard let kind = reader.choice("fault", among: FaultCatalogue.kindNames, standard: nil),
            let entry = FaultCatalogue.kind(kind)?.entry
        else { return nil }
        let label = LabelReader.read("name", from: &reader) ?? standardLabel(kind)
        let parameters = FaultParameterReader.read(entry, from: &reader, subjects: subjects)
        let schedule = ScheduleReader(entry, context: context).read(from: &reader)
        let target = TargetReader(entry).read(from: &reader)
        reader.reportUnknownKeys()
        guard let parameters, let schedule, let target else { return nil }
        let fault = PlannedFault(
            label: label, kind: kind, parameters: parameters, schedule: schedule, target: target)
        if let plantFault = fault.fault as? any PlantFault, let wrong = subjects?.objection(to: plantFault) {
            findings.error("FLT014", file, reader.place(of: "component"), wrong.message, hint: wrong.hint)
            return nil
        }
        if let error = subjects?.objection(to: fault) {
            let key = fault.fault is any PlantFault ? "component" : "tag"
            findings.error(error.code, file, reader.place(of: key), error.message, hint: error.hint)
            return nil
        }
        return Result(
            fault: fault,
            names: NamedStep.Names(
                label: label, labelPosition: reader.place(of: "name"), afterPosition: reader.place(of: "after")))
    }
}
