import Diagnostics
import FaultPlan

/// A fault plan's YAML as a `FaultPlan`.
package enum FaultPlanFile {
    /// Reads a plan.
    ///
    /// - Parameter subjects: what the scenario has that the plan runs in; nil: tags and components are not looked up.
    /// - Throws: `InvalidInput` with every finding.
    package static func parse(
        _ text: String, file: String, subjects: FaultSubjects? = nil
    ) throws(InvalidInput) -> FaultPlan {
        let root = try YAMLText.compose(text, file: file)
        let findings = Findings()
        var reader = FaultPlanReader(file: file, findings: findings, subjects: subjects)
        let plan = reader.read(root)
        try findings.throwIfAny()
        guard let plan else { preconditionFailure("a plan that cannot be read has findings") }
        return plan
    }
}
