import ArgumentParser
import Determinism
import FaultPlan
import Text
import TwinCore
import TwinRuntime

/// `twinsim bench`: the project's own quick figures on this machine.
struct Bench: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Measure this machine: scan time, simulated over real time, scan lateness, requests per second.",
        discussion: """
            Each figure takes a few seconds; other programs on the machine change them. Benchmarks/ compares with other \
            servers side by side.

            Example: twinsim bench --json
            """)

    @OptionGroup var options: ScenarioOptions

    @Flag(help: "Print one JSON object.")
    var json = false

    func run() throws {
        let loaded = try options.load()
        let scan = try ScanBench(loaded.scenario, seed: loaded.seed)
        let idle = try ServeBench(loaded.scenario, seed: loaded.seed, seconds: 5, isLoaded: false)
        let busy = try ServeBench(loaded.scenario, seed: loaded.seed, seconds: 5, isLoaded: true)
        let rows: [(name: String, value: Double?, text: String)] = [
            ("scan_ns_per_instruction", scan.nanosecondsPerInstruction, "ns a ladder instruction, controller alone"),
            ("simulated_per_real", scan.simulatedPerReal, "times real time, plant and controller, one core"),
            ("lateness_idle_p50_us", idle.latenessMicroseconds(0.5), "µs scan lateness, median, no client"),
            ("lateness_idle_p99_us", idle.latenessMicroseconds(0.99), "µs scan lateness, 99 %, no client"),
            ("lateness_busy_p50_us", busy.latenessMicroseconds(0.5), "µs scan lateness, median, under load"),
            ("lateness_busy_p99_us", busy.latenessMicroseconds(0.99), "µs scan lateness, 99 %, under load"),
            ("requests_per_second", busy.requestsPerSecond, "requests/s, function 3 × 10, 1 client, 16 outstanding"),
        ]
        if json {
            let members = rows.map { JSONValue.Member(name: $0.name, value: .optional($0.value)) }
            return Console.print(JSONValue.object(members).compact)
        }
        for row in rows {
            let value = row.value.map { Figures.fixed($0, $0 < 100 ? 2 : 0) } ?? "unavailable"
            Console.print("\(value)  \(row.text)")
        }
    }
}

/// The controller alone, and the whole twin in virtual time.
private struct ScanBench {
    let nanosecondsPerInstruction: Double
    let simulatedPerReal: Double

    init(_ scenario: Scenario, seed: UInt64) throws {
        let twin = try Twin(scenario, seed: seed, timetable: FaultTimetable([]))
        let hour: Int64 = 3_600_000_000_000
        // An hour to get past the start-up, then an hour that counts.
        twin.run(forNanoseconds: hour, recordingEvery: .max) { _ in }
        let begin = MonotonicClock.nanoseconds()
        twin.run(forNanoseconds: hour, recordingEvery: .max) { _ in }
        simulatedPerReal = Double(hour) / Double(MonotonicClock.nanoseconds() - begin)
        let scans = 200_000
        let period = scenario.timing.scanPeriodNanoseconds
        let scanBegin = MonotonicClock.nanoseconds()
        for scan in 0..<scans {
            twin.controller.scan(at: SimulatedTime(nanoseconds: hour + Int64(scan) * period))
        }
        let nanoseconds = Double(MonotonicClock.nanoseconds() - scanBegin)
        nanosecondsPerInstruction = nanoseconds / Double(scans * scenario.program.instructionCount)
    }
}

/// The twin in real time with and without a client that never pauses.
private struct ServeBench {
    let requestsPerSecond: Double?
    private let lateness: [Double: Double]

    init(_ scenario: Scenario, seed: UInt64, seconds: Double, isLoaded: Bool) throws {
        let twin = try LiveTwin(
            scenario, seed: seed, timetable: FaultTimetable([]), server: .init(port: 0))
        try twin.start()
        defer { twin.stop() }
        if isLoaded {
            requestsPerSecond = try LoopbackLoad.run(port: twin.server.port, unit: scenario.unit, seconds: seconds)
        } else {
            requestsPerSecond = nil
            MonotonicClock.sleep(until: MonotonicClock.nanoseconds() + Int64(seconds * 1e9))
        }
        lateness = twin.stopAndReadLateness([0.5, 0.99])
    }

    func latenessMicroseconds(_ share: Double) -> Double? { lateness[share].map { $0 / 1000 } }
}
