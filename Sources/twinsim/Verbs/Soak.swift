import ArgumentParser
import ControlPanel
import EvidenceStore
import FaultPlan
import ProcessProbes
import ScenarioFiles
import SoakHarness
import Text
import TwinRuntime

/// `twinsim soak`: runs somebody's client against a twin and says whether it leaks.
struct Soak: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Soak a client against a twin: launch it, sample it, storm it, judge it.",
        discussion: """
            The client gets TWINSIM_HOST, TWINSIM_PORT, MODBUS_HOST and MODBUS_PORT in its environment; {host} and \
            {port} in its arguments are replaced. With several ports TWINSIM_PORTS names them all, in order; the others \
            name the first that shows the main scenario. Without --port the system chooses one. Everything is kept in an \
            evidence folder with a report.

            Exit status: 0 expected growth only, 1 leak, 2 suspicious or inconclusive, 3 the client ended early, 4 a \
            criterion not met.

            A soak that was interrupted or killed goes on with --resume: the same client and options, for what is left \
            of its time, in the same folder.

            --stop-on leak ends the soak before its time once a leak is certain: at two looks in a row, a sixteenth of the \
            planned time apart, past half of it. In a plan below 8 h only growth of 256 MB and more, or of 256 things, is \
            certain. A client that was launched anew, and a soak that was resumed, last as long as planned.

            --trace says which lines of a Python client grow, which functions of a Node.js or native one, and what opened \
            or started what stays, and judges no memory; --explain auto runs a client of which anything is suspicious or \
            leaks a second time, traced: Docs/Tracing.md.

            --calibrate soaks reference clients of known truth in place of a client: what can be detected here, with this \
            scenario, plan and length? Status 70: the harness answered wrongly: Docs/Calibration.md.

            --event-rate puts more of the plan's storms and faults into real time, told by the event; --speed makes plant \
            and client faster, told by the operation and never as real hours: Docs/Compression.md.

            --watch measures processes outside the client's own tree as part of it: a container, a systemd unit, what runs \
            in tmux; a control group may appear up to 30 s after the start. Recipes are in Docs/Sampling.md.

            Example: twinsim soak --hours 48 --faults reconnect-storm -- python3 my_client.py --port {port}
            Example: twinsim soak --calibrate --duration 10min --faults reconnect-storm
            """)

    @OptionGroup var options: ScenarioOptions
    @OptionGroup var serverOptions: ServerOptions

    @Option(help: ArgumentHelp("How long, in hours.", valueName: "H"))
    var hours: Double?

    @Option(help: ArgumentHelp("How long, in place of --hours, like 90s or 10min.", valueName: "TIME"))
    var duration: DurationArgument?

    @Option(help: ArgumentHelp("What the client must keep to besides its memory.", valueName: "FILE"))
    var criteria: String?

    @Option(help: ArgumentHelp("The evidence folder; the default is made new below ./evidence.", valueName: "DIR"))
    var evidence: String?

    @Option(help: ArgumentHelp("Go on with the soak in this evidence folder.", valueName: "DIR"))
    var resume: String?

    @Option(help: ArgumentHelp("Time between samples; the default is 1s.", valueName: "TIME"))
    var interval: DurationArgument?

    @Option(
        help: ArgumentHelp(
            "What becomes of a client that ends: never, or on-exit to launch it anew.", valueName: "WHEN"))
    var restart = RestartPolicy.never

    @Option(
        help: ArgumentHelp(
            "When the soak ends before its time: never, or leak for as soon as a leak is certain.", valueName: "WHEN"))
    var stopOn: StopPolicy?

    @Option(
        help: ArgumentHelp(
            "What fails the run besides gaps and criteria: doubt, status 2, or leak alone, a doubt then being status 0.",
            valueName: "WHAT"))
    var failOn = FailPolicy.doubt

    @Option(
        help: ArgumentHelp(
            "Measure these processes as part of the client too: pid:N or cgroup:PATH; may be given again and again.",
            valueName: "WHAT"))
    var watch: [WatchTarget] = []

    @OptionGroup var tracingOptions: TraceOptions
    @OptionGroup var compressionOptions: CompressionOptions
    @OptionGroup var unitOptions: UnitOptions

    @Option(
        help: ArgumentHelp("Open the panel at this port of the loopback; 0 lets the system choose.", valueName: "PORT"))
    var panel: UInt16?

    @Option(help: ArgumentHelp("A note for the record: the revision under test.", valueName: "TEXT"))
    var note = ""

    @Flag(help: "Soak known leaks and known-good clients instead: say what can be detected here.")
    var calibrate = false

    @Flag(help: "Print the verdict as one JSON object.")
    var json = false

    @Argument(parsing: .postTerminator, help: ArgumentHelp("The client and its arguments.", valueName: "client-cmd"))
    var client: [String] = []

    func validate() throws {
        if calibrate { try validateCalibration() }
        if resume != nil { return try validateResumption() }
        guard (hours == nil) != (duration == nil) else {
            throw ValidationError("Give --hours or --duration, one of them.")
        }
        if let hours, !(hours > 0 && hours <= 8760) { throw ValidationError("--hours is above 0 and at most 8760.") }
        try compressionOptions.checkBeside(criteria: criteria)
        guard compressionOptions.speed == nil || stopOn == nil else {
            throw ValidationError(
                "--speed does not go with --stop-on: what makes a leak certain is told in real hours.")
        }
        guard calibrate || !client.isEmpty else {
            throw ValidationError("Give the client's command after '--', or --calibrate to soak reference clients.")
        }
        if let interval, !(interval.seconds >= 0.1 && interval.seconds <= 3600) {
            throw ValidationError("--interval is from 100ms to 1h.")
        }
    }

    func run() throws {
        StopSignal.hold()
        if calibrate { return try runCalibration() }
        FreedMemory.returnToSystem()
        var configuration = try resume.map(resumed) ?? fresh()
        if tracingOptions.trace { configuration.tracing = tracingOptions.tracing }
        try compressionOptions.compress(&configuration)
        if configuration.evidencePath.isEmpty {
            configuration.evidencePath =
                try EvidenceFolder.reserving("evidence/\(configuration.scenario.name)-\(HostFacts.stamp())").path
        }
        let folder = configuration.evidencePath
        // What was reserved for a soak that could not begin goes again.
        defer { EvidenceFolder(folder).removeIfEmpty() }
        let past = configuration.resumption?.atSeconds ?? 0
        Console.error(
            "soak: \(configuration.scenario.name), seed \(configuration.seed), "
                + (past > 0 ? "resumed at \(Figures.duration(past)) of " : "")
                + "\(Figures.duration(configuration.seconds))\(compressionOptions.mark), faults \(configuration.plan.name), evidence in \(folder)"
        )
        let line = ProgressLine()
        var open: PanelServer?
        defer { open?.close() }
        try SoakHarness.Soak(configuration) { plant in
            open = try panel.map { try PanelServer(LivePlantPanel(plant), port: $0) }
            if let open { Console.error("panel at http://127.0.0.1:\(open.port)/") }
        } progress: {
            line.show($0)
        }.run()
        line.end()
        var judgement = try EvidenceJudge.judge(EvidenceFolder(folder))
        try judgement.write(to: EvidenceFolder(folder))
        if wantsExplanation(judgement) {
            judgement = try explained(judgement, of: configuration)
            try judgement.write(to: EvidenceFolder(folder))
        }
        Console.print(json ? judgement.verdict.compact : VerdictText.summary(judgement, folder: EvidenceFolder(folder)))
        throw ExitWith(judgement.exitStatus)
    }

    /// The soak that the command line describes.
    private func fresh() throws -> SoakConfiguration {
        let loaded = try options.load()
        let seconds = duration?.seconds ?? (hours ?? 0) * 3600
        let served = try unitOptions.served(loaded.scenario, defaultPort: 0, seed: options.seed)
        var configuration = SoakConfiguration(
            scenario: served.main, scenarioFolder: loaded.folder, seed: loaded.seed, plan: loaded.plan,
            planText: loaded.planText, seconds: seconds, intervalSeconds: interval?.seconds ?? 1, clientCommand: client,
            evidencePath: evidence ?? "", note: note,
            server: serverOptions.configuration(port: 0, seed: loaded.seed),
            supportFolders: loaded.files.supportFolders, programVersion: Twinsim.version)
        configuration.layout = served.layout
        configuration.neighbours = served.neighbours
        configuration.restartsClient = restart == .onExit
        configuration.watchTargets = watch
        configuration.ownCommand = OwnCommand(arguments: CommandLine.arguments.dropFirst(2))
        if let criteria {
            let text = try CriteriaOption.text(criteria)
            configuration.criteria = try CriteriaFile.parse(
                text, file: criteria, tags: loaded.scenario.registerMap.entries.map(\.name))
            configuration.criteriaText = text
        }
        configuration.stopsOnLeak = stopOn == .leak
        configuration.failsOnDoubt = failOn == .doubt
        return configuration
    }
}
