import Diagnostics
import EvidenceAnalysis
import FaultPlan
import ModbusServer
import ScenarioFiles
import Text
import TwinCore
import TwinRuntime

/// Everything that a run serves as a panel's subject: the main twin's tags and faults, the counts of all its ports.
package final class LivePlantPanel: PanelSubject {
    private let plant: LivePlant
    private var twin: LiveTwin { plant.main }
    private let subjects: FaultSubjects
    private let watch: HealthWatch

    /// The panel's view of what is served here.
    package init(_ plant: LivePlant) {
        self.plant = plant
        subjects = FaultSubjects(plant.main.scenario)
        watch = HealthWatch(plant.main.scenario.program)
    }

    /// The state of the main twin and of the servers.
    package func status() -> JSONValue {
        let figures = twin.scanFigures
        let counters = plant.counters
        return [
            "title": .string(twin.scenario.title), "scenario": .string(twin.scenario.name),
            "unit": .integer(Int64(twin.scenario.unit)),
            "ports": .string(plant.servers.map { String($0.port) }.joined(separator: ", ")),
            "seed": .string("\(twin.seed)"), "mode": .string(figures.mode.rawValue),
            "simulated_s": .number(figures.simulatedSeconds), "scans": .integer(Int64(figures.scans)),
            "overruns": .integer(Int64(figures.overruns)), "open_connections": .integer(Int64(counters.open)),
            "accepted": .integer(Int64(counters.tally.accepted)), "requests": .integer(Int64(counters.tally.requests)),
            "exceptions": .integer(Int64(counters.tally.exceptions.reduce(0, &+))),
            "storms": .integer(Int64(counters.tally.storms)),
        ]
    }

    /// Every tag that is one value.
    package func tags() -> JSONValue {
        let values = twin.values()
        return .array(
            zip(twin.scenario.points, values).filter { $0.0.reference != nil }.map { point, value in
                ["name": .string(point.name), "value": .number(value), "unit": .string(point.unit)]
            })
    }

    /// Every fault that is in force or has acted, by its number.
    package func faults() -> JSONValue {
        let active = Dictionary(twin.activeFaults.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        let counted = Dictionary(
            plant.counters.acceptance.map { ($0.fault, $0) }, uniquingKeysWith: { first, _ in first })
        return .array(
            Set(active.keys).union(counted.keys).sorted().map { number in
                fault(number, active[number], counted[number])
            })
    }

    /// How the controller stands and has stood.
    package func controller() -> JSONValue {
        let health = twin.health
        let note = watch.state(health)
        let register = twin.scenario.faultResetRegister
        return .object(
            [
                .init(name: "sentence", value: .string(note.sentence)),
                .init(name: "sound", value: .bool(health.isSound)),
                .init(name: "reset_register", value: .optional(register)),
            ] + note.members)
    }

    /// Clears the controller's faults with the next scan and asks for run mode.
    package func clearController() -> JSONValue {
        let isFaulted = twin.health.mode == .faulted
        twin.clearController()
        return ["cleared": .integer(isFaulted ? 1 : 0)]
    }

    private func fault(_ number: Int, _ active: ActiveFault?, _ counted: FaultAcceptance?) -> JSONValue {
        let counts = counted.map { Array($0.namedCounts) } ?? []
        let planned = twin.plannedFault(number)
        let row = FaultRow(
            label: active?.label ?? counted?.label ?? "", kind: active?.kind ?? counted?.kind ?? "",
            parameters: planned.map { InjectionText.parameters($0, in: twin.scenario) } ?? "",
            counters: Dictionary(counts.map { ($0.key, $0.value) }, uniquingKeysWith: { first, _ in first }))
        return [
            "number": .integer(Int64(number)), "label": .string(row.label), "kind": .string(row.kind),
            "state": .string(active == nil ? "over" : "in force"), "since_s": .optional(active?.sinceSeconds),
            "until_s": .optional(active?.untilSeconds), "parameters": .string(row.parameters),
            "target": .string(planned.map { InjectionText.target($0) } ?? ""), "effect": .string(row.leftOurSide ?? ""),
            "reaction": .string(row.clientDidNext ?? ""),
            "counters": .object(counts.map { .init(name: $0.key, value: .integer($0.value)) }),
        ]
    }

    /// Puts the fault of these words in force with the next scan.
    package func inject(_ words: [String]) throws(InvalidInput) -> InjectedFault {
        let planned = try FaultWords.parse(words, subjects: subjects)
        try checkUnits(planned.target.units, words)
        do throws(InjectionError) {
            let armed = try twin.inject(planned)
            return InjectedFault(
                number: armed.id, label: armed.label,
                sentence: InjectionText.sentence(planned, number: armed.id, in: twin.scenario))
        } catch {
            throw InvalidInput([
                Diagnostic(code: error.code, file: "inject", position: .start, message: error.description)
            ])
        }
    }

    /// Refuses a unit that nobody can ask here: the fault would never hit anything.
    private func checkUnits(_ units: [UInt8], _ words: [String]) throws(InvalidInput) {
        let shown = Set(plant.layout.ports.filter { $0.units.values.contains(0) }.flatMap(\.units.keys)).sorted()
        let column = (words.firstIndex { $0.hasPrefix("unit=") } ?? 0) + 1
        let missing = units.filter { !shown.contains($0) }
        guard missing.isEmpty else {
            throw InvalidInput(
                missing.map { unit in
                    Diagnostic(
                        code: "FLT017", file: "inject", position: SourcePosition(line: 1, column: column),
                        message: "there is no unit \(unit) here",
                        hint: "units: \(shown.map(String.init).joined(separator: ", "))")
                })
        }
    }

    /// Ends the fault with this number with the next scan.
    package func clearFault(_ number: Int) -> Bool {
        guard twin.activeFaults.contains(where: { $0.id == number }) else { return false }
        twin.clear(number)
        return true
    }

    /// Ends every fault with the next scan.
    package func clearFaults() -> Int {
        let count = twin.activeFaults.count
        twin.clearAll()
        return count
    }
}
