import FaultPlan
import ScenarioFiles
import TwinCore

/// An injected fault in words: what, on which tag, to what value, until when.
enum InjectionText {
    /// What was injected, a sentence.
    static func sentence(_ fault: PlannedFault, number: Int, in scenario: Scenario) -> String {
        let parameters = parameters(fault, in: scenario)
        let target = target(fault)
        return "Injected \(fault.kind) as number \(number)" + (parameters.isEmpty ? "" : ": \(parameters)")
            + (target.isEmpty ? "" : "; only \(target)") + "; \(course(fault))."
    }

    /// The parameters: `tag LIT101, value 4.2 m`.
    static func parameters(_ fault: PlannedFault, in scenario: Scenario) -> String {
        let words = FaultText.parameters(fault)
        let tag = words.first { $0.key == "tag" }?.text
        let unit = scenario.points.first { $0.name == tag }?.unit ?? ""
        return words.map { word in
            let isInTagsUnit = tag != nil && !unit.isEmpty && (word.key == "value" || word.key == "by")
            return "\(word.key) \(word.text)" + (isInTagsUnit ? " \(unit)" : "")
        }.joined(separator: ", ")
    }

    /// What it concerns: `unit 1, function 3`; empty for everything.
    static func target(_ fault: PlannedFault) -> String {
        FaultText.target(fault.target).map { "\($0.key) \($0.text)" }.joined(separator: ", ")
    }

    /// When it acts, in simulated time.
    private static func course(_ fault: PlannedFault) -> String {
        let schedule = fault.schedule
        var begin = ""
        if case .seconds(let seconds) = schedule.at, seconds > 0 { begin = " in \(short(seconds)) s" }
        var again = ""
        if case .seconds(let seconds)? = schedule.every {
            again = ", again every \(short(seconds)) s" + (schedule.times.map { ", \($0) times in all" } ?? "")
        }
        switch fault.entry.extent {
        case .ownSchedule: return "it keeps its own schedule"
        case .moment: return "it strikes\(begin.isEmpty ? " with the next scan" : begin)\(again)"
        case .lasting:
            let beginning = "it begins\(begin.isEmpty ? " with the next scan" : begin)"
            guard case .seconds(let seconds)? = schedule.duration else {
                return "\(beginning) and lasts until it is cleared or the run ends"
            }
            return "\(beginning) and lasts \(short(seconds)) s\(again)"
        }
    }

    private static func short(_ seconds: Double) -> String {
        Int64(exactly: seconds).map { "\($0)" } ?? "\(seconds)"
    }
}
