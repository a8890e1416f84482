import ArgumentParser
import FaultPlan
import Text
import TwinCore
import TwinRuntime

/// `twinsim run`: the twin alone, in virtual time, without a socket.
struct Run: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run a twin alone in virtual time, as fast as the machine can.",
        discussion: """
            The same scenario, seed and fault plan give the same trace and fingerprint.

            Example: twinsim run --scenario water-treatment --hours 72 --csv trace.csv --every 60s
            """)

    @OptionGroup var options: ScenarioOptions

    @Option(help: ArgumentHelp("Simulated hours.", valueName: "H"))
    var hours: Double?

    @Option(help: ArgumentHelp("Simulated time, in place of --hours, like 90s or 10min.", valueName: "TIME"))
    var duration: DurationArgument?

    @Option(help: ArgumentHelp("Write time_s and every tag to this file.", valueName: "FILE"))
    var csv: String?

    @Option(help: ArgumentHelp("Simulated time between rows of the file.", valueName: "TIME"))
    var every: DurationArgument = DurationArgument(argument: "60s")!

    @Flag(help: "Print one JSON object.")
    var json = false

    func validate() throws {
        guard (hours == nil) != (duration == nil) else {
            throw ValidationError("Give --hours or --duration, one of them.")
        }
        if let hours, !(hours > 0 && hours <= 876_000) {
            throw ValidationError("--hours is above 0 and at most 876000.")
        }
    }

    func run() throws {
        let loaded = try options.load()
        let seconds = duration?.seconds ?? (hours ?? 0) * 3600
        let timetable = try loaded.plan.timetable(inRunOf: seconds, seed: loaded.seed)
        let twin = try Twin(loaded.scenario, seed: loaded.seed, timetable: timetable)
        if !json { Console.print("scenario \(loaded.scenario.name), seed \(loaded.seed)") }
        let file = try csv.map { try OutputFile($0) }
        let shown = loaded.scenario.points.filter { $0.reference != nil }
        try file?.write("time_s," + shown.map { CSVTable.quoted($0.name) }.joined(separator: ",") + "\n")
        let begin = MonotonicClock.nanoseconds()
        try twin.run(
            forNanoseconds: Int64(seconds * 1e9), recordingEvery: file == nil ? .max : Int64(every.seconds * 1e9)
        ) { now in
            guard let file else { return }
            let cells = shown.map { PlainNumber.plain(twin.value(of: $0) ?? .nan) }
            try file.write(PlainNumber.plain(now.seconds) + "," + cells.joined(separator: ",") + "\n")
        }
        try file?.finish()
        let realSeconds = Double(MonotonicClock.nanoseconds() - begin) * 1e-9
        report(twin, simulatedSeconds: seconds, realSeconds: realSeconds)
    }

    private func report(_ twin: Twin, simulatedSeconds: Double, realSeconds: Double) {
        let ratio = simulatedSeconds / realSeconds
        let worst = twin.plant.conservationErrors().map(\.relativeError).max()
        let watch = HealthWatch(twin.scenario.program)
        if json {
            let object: JSONValue = [
                "scenario": .string(twin.scenario.name), "seed": .integer(Int64(bitPattern: twin.seed)),
                "simulated_seconds": .number(simulatedSeconds), "real_seconds": .number(realSeconds),
                "ratio": .number(ratio), "scans": .integer(Int64(twin.scanCount)),
                "fingerprint": .string(twin.fingerprint.hexadecimal), "mode": .string(twin.controller.mode.rawValue),
                "conservation_error": .optional(worst),
                "controller": .object(watch.state(twin.health).members),
            ]
            return Console.print(object.compact)
        }
        Console.print(
            "simulated \(PlainNumber.fixed(simulatedSeconds / 3600, 3)) h in \(PlainNumber.fixed(realSeconds, 2)) s: "
                + "\(PlainNumber.fixed(ratio, 0)) times real time")
        if let worst { Console.print("largest relative conservation error \(worst)") }
        if !twin.health.isSound { Console.print(watch.state(twin.health).sentence) }
        Console.print("fingerprint \(twin.fingerprint.hexadecimal)")
    }
}
