import ArgumentParser
import EvidenceReport
import EvidenceStore
import FaultPlan
import SoakHarness
import TwinRuntime

/// `twinsim soak`: runs somebody's client against a twin and says whether it leaks.
struct Soak: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Soak a client against a twin: launch it, sample it, storm it, judge it.",
        discussion: """
            The client gets TWINSIM_HOST, TWINSIM_PORT, MODBUS_HOST and MODBUS_PORT in its environment; {host} and
            {port} in its arguments are replaced. Everything is kept in an evidence folder with a report.

            Exit status: 0 expected growth only, 1 leak, 2 suspicious, 3 the client ended early.

            Example: twinsim soak --hours 48 --faults reconnect-storm -- python3 my_client.py --port {port}
            """)

    @OptionGroup var options: ScenarioOptions
    @OptionGroup var serverOptions: ServerOptions

    @Option(help: ArgumentHelp("How long, in hours.", valueName: "H"))
    var hours: Double?

    @Option(help: ArgumentHelp("How long, in place of --hours, like 90s or 10min.", valueName: "TIME"))
    var duration: DurationArgument?

    @Option(help: ArgumentHelp("The evidence folder; the default is made new below ./evidence.", valueName: "DIR"))
    var evidence: String?

    @Option(help: ArgumentHelp("Time between samples.", valueName: "TIME"))
    var interval: DurationArgument = DurationArgument(argument: "1s")!

    @Option(help: "The TCP port of the twin; 0 lets the system choose.")
    var port: UInt16 = 0

    @Option(help: ArgumentHelp("A note for the record: the revision under test.", valueName: "TEXT"))
    var note = ""

    @Flag(help: "Print the verdict as one JSON object.")
    var json = false

    @Argument(parsing: .postTerminator, help: ArgumentHelp("The client and its arguments.", valueName: "client-cmd"))
    var client: [String] = []

    func validate() throws {
        guard (hours == nil) != (duration == nil) else {
            throw ValidationError("Give --hours or --duration, one of them.")
        }
        if let hours, !(hours > 0 && hours <= 8760) { throw ValidationError("--hours is above 0 and at most 8760.") }
        guard !client.isEmpty else { throw ValidationError("Give the client's command after '--'.") }
        guard interval.seconds >= 0.1, interval.seconds <= 3600 else {
            throw ValidationError("--interval is from 100ms to 1h.")
        }
    }

    func run() throws {
        StopSignal.hold()
        let loaded = try options.load()
        let folder = evidence ?? "evidence/\(loaded.scenario.name)-\(HostFacts.stamp())"
        let seconds = duration?.seconds ?? (hours ?? 0) * 3600
        let configuration = SoakConfiguration(
            scenario: loaded.scenario, scenarioFolder: loaded.folder, seed: loaded.seed, plan: loaded.plan,
            planText: loaded.planText, seconds: seconds, intervalSeconds: interval.seconds, clientCommand: client,
            evidencePath: folder, note: note, server: serverOptions.configuration(port: port),
            supportFolders: loaded.files.supportFolders, programVersion: Twinsim.version)
        Console.error(
            "soak: \(loaded.scenario.name), seed \(loaded.seed), \(NumberText.duration(seconds)), "
                + "faults \(loaded.plan.name), evidence in \(folder)")
        let line = ProgressLine()
        try SoakHarness.Soak(configuration) { line.show($0) }.run()
        line.end()
        let judgement = try EvidenceJudge.judge(EvidenceFolder(folder))
        try judgement.write(to: EvidenceFolder(folder))
        Console.print(json ? judgement.verdict.compact : VerdictText.summary(judgement, folder: EvidenceFolder(folder)))
        throw ExitWith(judgement.exitStatus)
    }
}
