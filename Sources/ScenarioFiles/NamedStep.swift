import Diagnostics
import FaultPlan

/// A line of a plan or a scene, a fault or a call, with the places of the names in it.
struct NamedStep {
    /// What a line is called and what it follows, with their places.
    struct Names {
        var label: String
        var labelPosition: SourcePosition
        var afterPosition: SourcePosition
    }

    var names: Names
    /// The faults that it brings, at least one.
    var faults: [PlannedFault]
    /// When it comes.
    var schedule: FaultSchedule

    /// Whether nothing can come after it.
    var isEndless: Bool { schedule.repeatsToTheEnd || faults.contains(where: \.isEndless) }

    /// Reports names that stand twice, and origins that are no earlier line with an end.
    static func check(_ steps: [NamedStep], file: String, findings: Findings) {
        // The first line of each name: a plan may have tens of thousands of lines.
        var first: [String: Int] = [:]
        for (place, step) in steps.enumerated() where first[step.names.label] == nil { first[step.names.label] = place }
        for (place, step) in steps.enumerated() {
            if let other = first[step.names.label], other < place {
                findings.error(
                    "FLT004", file, step.names.labelPosition, "the name '\(step.names.label)' stands twice",
                    hint: "give each its own 'name'")
            }
            guard case .after(let other) = step.schedule.origin else { continue }
            let position = step.names.afterPosition
            if let index = first[other], index < place {
                let found = steps[index]
                guard found.isEndless else { continue }
                let isStorm = found.faults.contains { $0.entry.extent == .ownSchedule }
                findings.error(
                    "FLT006", file, position, "nothing can come after '\(other)', which has no end",
                    hint: isStorm
                        ? "a storm keeps a schedule of its own; give a time instead"
                        : "give '\(other)' a 'for', or 'times' if it comes back")
                continue
            }
            let isLater = first[other] != nil
            // Beyond so many names the nearest is not looked for: the comparison would take longer than the reading.
            let near = nearestName(
                to: other, among: steps[..<min(place, 1000)].lazy.filter { !$0.isEndless }.map(\.names.label))
            findings.error(
                "FLT005", file, position,
                isLater
                    ? "'\(other)' does not stand before '\(step.names.label)'"
                    : "there is no fault '\(other)' before it",
                hint: isLater
                    ? "move it up"
                    : near.map { "did you mean '\($0)'?" } ?? "give an earlier fault a 'name' and name it")
        }
    }
}
