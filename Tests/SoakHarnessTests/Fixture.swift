import Evidence
import FaultPlan
import Foundation
import ModbusServer
import ScenarioFiles
import TwinCore
import TwinRuntime

@testable import ProcessProbes
@testable import SoakHarness

/// Values that are easy to recognize.
enum Fixture {
    /// The repository.
    static let repository = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path

    /// A shipped scenario.
    static func scenario(_ name: String = "pump-station") throws -> Scenario {
        try ScenarioReader.read(ScenarioFolder.bundle("\(repository)/Scenarios/\(name)")).scenario
    }

    /// A twin whose server is bound and serves nobody.
    static func plant() throws -> LivePlant {
        let scenario = try scenario()
        return try LivePlant(
            PlantLayout(port: 0, unit: scenario.unit),
            parts: [.init(scenario, seed: 1, timetable: FaultPlan.none.timetable(inRunOf: 60, seed: 1))],
            server: ServerConfiguration(port: 0))
    }

    /// A soak that is told to stop on a leak.
    static func configuration(seconds: Double = 3600) throws -> SoakConfiguration {
        var configuration = SoakConfiguration(
            scenario: try scenario(), scenarioFolder: "", seed: 1, plan: .none, planText: nil, seconds: seconds,
            intervalSeconds: 1, clientCommand: ["client"], evidencePath: "/nowhere", note: "",
            server: ServerConfiguration(port: 0), supportFolders: [], programVersion: "0")
        configuration.stopsOnLeak = true
        return configuration
    }

    /// A row of evidence.
    static func row(_ pid: Int32, kibibytes: Int64? = 1000, reason: String = "r") -> SampleRecord {
        SampleRecord(
            process: ProcessKey(pid: pid, startTicks: UInt64(pid)), parent: 1, command: "c\(pid)",
            readings: [
                .anonymousKibibytes: kibibytes.map { .value($0) } ?? .unavailable(reason), .threads: .value(1),
                .processorMilliseconds: .value(10), .socketsEstablished: .notDue,
                .pythonBlocks: .unavailable(ForeignRuntime.noPython),
            ])
    }

    /// A process as the sampler sees it.
    static func sample(
        _ pid: Int32, bytes: UInt64, sockets: Reading<SocketCounts> = .value(SocketCounts(total: 0, states: .init()))
    ) -> ProcessSample {
        ProcessSample(
            identity: ProcessKey(pid: pid, startTicks: 1), parent: 1, ownPid: pid, command: "client", state: "S",
            residentBytes: .value(bytes), anonymousBytes: .value(bytes), fileBytes: .value(0), sharedBytes: .value(0),
            swappedBytes: .value(0),
            virtualBytes: .value(bytes),
            cpuSeconds: .value(1), faults: 0, threads: .value(1), descriptors: .value(3), sockets: sockets,
            allocation: AllocationReading(
                native: .unavailable("r"), python: .unavailable("r"), node: .unavailable("r"),
                java: .unavailable("no Java")))
    }

    /// A folder that the caller removes.
    static func folder() throws -> String {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("harness-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        return path
    }
}
