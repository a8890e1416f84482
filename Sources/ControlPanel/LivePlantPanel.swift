import Diagnostics
import EvidenceAnalysis
import FaultPlan
import ModbusServer
import ScenarioFiles
import Synchronization
import Text
import TwinRuntime

/// Everything that a run serves as a panel's subject: the main twin's tags and faults, the counts of all its ports.
package final class LivePlantPanel: PanelSubject {
    private let plant: LivePlant
    private var twin: LiveTwin { plant.main }
    private let subjects: FaultSubjects
    private let injected = Mutex(0)

    /// The panel's view of what is served here.
    package init(_ plant: LivePlant) {
        self.plant = plant
        subjects = FaultSubjects(plant.main.scenario)
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

    private func fault(_ number: Int, _ active: ActiveFault?, _ counted: FaultAcceptance?) -> JSONValue {
        let counts = counted.map { Array($0.namedCounts) } ?? []
        let row = FaultRow(
            label: active?.label ?? counted?.label ?? "", kind: active?.kind ?? counted?.kind ?? "", parameters: "",
            counters: Dictionary(counts.map { ($0.key, $0.value) }, uniquingKeysWith: { first, _ in first }))
        return [
            "number": .integer(Int64(number)), "label": .string(row.label), "kind": .string(row.kind),
            "state": .string(active == nil ? "over" : "in force"), "since_s": .optional(active?.sinceSeconds),
            "until_s": .optional(active?.untilSeconds), "effect": .string(row.leftOurSide ?? ""),
            "reaction": .string(row.clientDidNext ?? ""),
            "counters": .object(counts.map { .init(name: $0.key, value: .integer($0.value)) }),
        ]
    }

    /// Puts the fault of these words in force with the next scan.
    package func inject(_ words: [String]) throws(InvalidInput) -> Int {
        var planned = try FaultWords.parse(words, subjects: subjects)
        let count = injected.withLock { count in
            count += 1
            return count
        }
        planned.label += "-\(count)"
        do {
            return try twin.inject(planned)
        } catch {
            throw InvalidInput([
                Diagnostic(code: error.code, file: "inject", position: .start, message: error.description)
            ])
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
