import ArgumentParser
import FaultPlan
import ModbusServer
import ScenarioFiles
import SoakHarness
import Text
import TwinRuntime

/// `twinsim-costs replay`: a whole soak that does not wait between its samples.
struct ReplayCost: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay", abstract: "Run a soak of many samples without waiting between them.")

    @Argument(help: ArgumentHelp("The evidence folder to write.", valueName: "DIR"))
    var folder: String

    @Option(help: ArgumentHelp("Samples to take, a second of the soak's time each.", valueName: "N"))
    var samples = 1_000_000

    @Argument(parsing: .postTerminator, help: ArgumentHelp("The client and its arguments.", valueName: "client-cmd"))
    var client: [String] = []

    func validate() throws {
        if !(1...10_000_000).contains(samples) { throw ValidationError("--samples is from 1 to 10000000.") }
        if client.isEmpty { throw ValidationError("Give the client's command after '--'.") }
    }

    func run() throws {
        StopSignal.hold()
        FreedMemory.returnToSystem()
        let files = try InstalledFiles.locate()
        let path = try ScenarioFolder.path("water-treatment", in: files)
        let scenario = try ScenarioReader.read(ScenarioFolder.bundle(path)).scenario
        let plan = try FaultPlanFile.parse(Self.plan, file: "plan")
        let configuration = SoakConfiguration(
            scenario: scenario, scenarioFolder: path, seed: scenario.defaultSeed, plan: plan, planText: Self.plan,
            seconds: Double(samples), intervalSeconds: 1, clientCommand: client, evidencePath: folder, note: "replay",
            server: ServerConfiguration(port: 0, seed: scenario.defaultSeed), supportFolders: files.supportFolders,
            programVersion: "costs")
        var taken: Int64 = 0
        let begin = MonotonicClock.nanoseconds()
        try SoakHarness.Soak(configuration, clock: .leaping) { _ in taken += 1 }.run()
        let figures: JSONValue = [
            "samples": .integer(taken),
            "wall_us_a_sample": .number(Double(MonotonicClock.nanoseconds() - begin) / Double(taken) / 1000),
        ]
        print(figures.compact)
    }

    // The twin keeps to the machine's clock: these are storms of the minutes that the replay takes.
    private static let plan = """
        name: storms-at-speed
        description: Storms for as long as a replay lasts.
        faults:
          - fault: reconnect-storm
            storms: 60
            drops: 3
            spacing: 300ms
            gaps: random
            close: alternate
            from: 5s
            until: 4min
        """
}
