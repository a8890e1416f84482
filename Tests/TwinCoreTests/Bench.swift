import Determinism
import FaultPlan
import Foundation
import ModbusProtocol
import ScenarioFiles
import TwinCore

/// A shipped scenario with a timetable, run in virtual time.
struct Bench {
    /// The repository that these tests were built from.
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// A shipped scenario, its files changed as asked.
    static func scenario(
        _ name: String = "pump-station", changing change: (inout [String: String]) -> Void = { _ in }
    ) throws -> Scenario {
        let folder = root.appendingPathComponent("Scenarios/\(name)")
        var files: [String: String] = [:]
        for file in ScenarioBundle.requiredFiles {
            files[file] = try String(contentsOf: folder.appendingPathComponent(file), encoding: .utf8)
        }
        change(&files)
        return try ScenarioReader.read(ScenarioBundle(folder: folder.path, files: files)).scenario
    }

    /// A fault of the catalogue.
    static func fault(
        _ kind: String, _ parameters: [String: ParameterValue] = [:], label: String? = nil
    ) -> PlannedFault {
        var values: [String: ParameterValue] = [:]
        for parameter in FaultCatalogue.kind(kind)?.entry.parameters ?? [] {
            values[parameter.name] = parameters[parameter.name] ?? parameter.standard
        }
        return PlannedFault(label: label ?? kind, kind: kind, parameters: FaultParameters(values))
    }

    /// A timetable that begins each fault at `begin` seconds and ends it at `end`; nil: never.
    static func timetable(_ faults: [(PlannedFault, begin: Double, end: Double?)]) -> FaultTimetable {
        var events: [FaultEvent] = []
        for (place, (fault, begin, end)) in faults.enumerated() {
            let isMoment = FaultCatalogue.kind(fault.kind)?.entry.extent == .moment
            events.append(
                FaultEvent(
                    at: SimulatedTime(seconds: begin), fault: fault.label,
                    action: isMoment ? .strike(fault: place, occurrence: 1) : .begin(fault: place, occurrence: 1)))
            if let end {
                events.append(
                    FaultEvent(
                        at: SimulatedTime(seconds: end), fault: fault.label, action: .end(fault: place, occurrence: 1)))
            }
        }
        return FaultTimetable(faults: faults.map(\.0), events)
    }

    let twin: Twin
    private(set) var now = SimulatedTime.zero
    /// What the scans had to tell, with their times.
    private(set) var notices: [(seconds: Double, notice: TwinNotice)] = []

    init(_ scenario: Scenario, _ timetable: FaultTimetable = FaultTimetable([]), seed: UInt64 = 1) throws {
        twin = try Twin(scenario, seed: seed, timetable: timetable)
    }

    init(_ timetable: FaultTimetable = FaultTimetable([]), seed: UInt64 = 1) throws {
        try self.init(try Bench.scenario(), timetable, seed: seed)
    }

    /// One scan.
    mutating func scan(polls: UInt64 = 0) {
        twin.scan(at: now, polls: polls)
        notices += twin.notices.map { (now.seconds, $0) }
        now = now.advanced(byNanoseconds: twin.scenario.timing.scanPeriodNanoseconds)
    }

    /// Scans up to this simulated moment, the scan that begins there left out.
    mutating func run(until seconds: Double, polls: UInt64 = 0) {
        while now < SimulatedTime(seconds: seconds) { scan(polls: polls) }
    }

    /// The controller's value of a tag.
    func value(_ tag: String) -> Double {
        guard let point = twin.scenario.points.first(where: { $0.name == tag }) else { return .nan }
        return twin.value(of: point) ?? .nan
    }

    /// The register map's entry of a tag.
    func entry(_ tag: String) -> Int {
        twin.scenario.registerMap.entries.firstIndex { $0.name == tag } ?? -1
    }

    /// A tag as a client reads it.
    func served(_ tag: String) -> Double {
        twin.exchange.refresh()
        return twin.exchange.image.decode(entry(tag))
    }

    /// The registers of a tag as a client reads them.
    func registers(_ tag: String) -> UInt64 {
        twin.exchange.refresh()
        return twin.exchange.image.raw(entry(tag))
    }

    /// A port of the plant.
    func port(_ path: String) -> Double {
        (twin.plant.outputPort(path) ?? twin.plant.inputPort(path)).map { twin.plant.value($0) } ?? .nan
    }
}
