import ArgumentParser
import ControlPanel
import Glibc
import ModbusServer
import SoakHarness
import Text
import TwinRuntime

/// `twinsim serve`: a twin as a Modbus TCP server, until it is told to stop.
struct Serve: ParsableCommand {
    /// How much is told on standard error.
    enum LogLevel: String, CaseIterable, ExpressibleByArgument, Comparable {
        case error, warning, info, debug

        static func < (left: LogLevel, right: LogLevel) -> Bool {
            (allCases.firstIndex(of: left) ?? 0) < (allCases.firstIndex(of: right) ?? 0)
        }
    }

    /// The port when none is given.
    static let defaultPort: UInt16 = 5020

    static let configuration = CommandConfiguration(
        abstract: "Run a twin as a Modbus TCP server.",
        discussion: """
            Prints one line 'listening on HOST:PORT' on standard output when ready. Ends cleanly on SIGINT and SIGTERM.

            With several ports it prints one such line for each.

            Example: twinsim serve --scenario pump-station --port 0 --faults reconnect-storm --duration 10min
            Example: twinsim serve --scenario water-treatment --unit 2=pump-station --unit 5021:1=hvac
            """)

    @OptionGroup var options: ScenarioOptions
    @OptionGroup var serverOptions: ServerOptions

    @OptionGroup var unitOptions: UnitOptions

    @Option(help: ArgumentHelp("Simulated seconds per real second, 0.1 to 100.", valueName: "FACTOR"))
    var speed: Double = 1

    @Option(
        help: ArgumentHelp("Open the panel at this port of the loopback; 0 lets the system choose.", valueName: "PORT"))
    var panel: UInt16?

    @Option(help: ArgumentHelp("Stop after this long.", valueName: "TIME"))
    var duration: DurationArgument?

    @Option(help: ArgumentHelp("What to tell on standard error: error, warning, info, debug.", valueName: "LEVEL"))
    var logLevel: LogLevel = .info

    @Flag(help: "Print one JSON object a line on standard output.")
    var json = false

    func validate() throws {
        guard speed >= 0.1, speed <= 100 else { throw ValidationError("--speed is from 0.1 to 100.") }
    }

    func run() throws {
        StopSignal.hold()
        FreedMemory.returnToSystem()
        let loaded = try options.load()
        // Fault times are simulated; a run of this real length covers that much more of them at a higher speed.
        let timetable = try loaded.plan.timetable(inRunOf: duration.map { $0.seconds * speed }, seed: loaded.seed)
        let served = try unitOptions.served(loaded.scenario, defaultPort: Self.defaultPort, seed: options.seed)
        let plant = try LivePlant(
            served.layout,
            parts: [.init(served.main, seed: loaded.seed, timetable: timetable)] + served.neighbours,
            server: serverOptions.configuration(port: 0, seed: loaded.seed), speed: speed)
        let twin = plant.main
        let panel = try panel.map { try PanelServer(LivePlantPanel(plant), port: $0) }
        defer { panel?.close() }
        var watches = plant.twins.map { HealthWatch($0.scenario.program) }
        try plant.start()
        announce(plant, panel)
        let end = duration.map { MonotonicClock.nanoseconds() + Int64($0.seconds * 1e9) } ?? .max
        var caught: Int32?
        while caught == nil, MonotonicClock.nanoseconds() < end {
            caught = StopSignal.wait(until: min(end, MonotonicClock.nanoseconds() + 250_000_000))
            drain(plant)
            twin.drainFaultNotes { tell($0, twin.plannedFault($0.id)?.kind ?? "") }
            tellHealth(of: plant, &watches, panel)
        }
        let counters = plant.counters
        let figures = twin.scanFigures
        plant.stop()
        let lateness = twin.stopAndReadLateness([0.5, 0.99, 0.999, 1])
        drain(plant)
        twin.drainFaultNotes { tell($0, twin.plannedFault($0.id)?.kind ?? "") }
        tellHealth(of: plant, &watches, panel, isLast: true)
        conclude(counters, figures, lateness)
    }

    private func announce(_ plant: LivePlant, _ panel: PanelServer?) {
        for (place, server) in plant.servers.enumerated() {
            if json {
                Console.print(announcement(of: server, at: place, plant, panel).compact)
            } else {
                Console.print("listening on \(serverOptions.host):\(server.port)")
            }
        }
        guard logLevel >= .info else { return }
        if let panel { Console.error("panel at http://127.0.0.1:\(panel.port)/") }
        let twin = plant.main
        Console.error(
            "scenario \(twin.scenario.name), unit \(twin.scenario.unit), seed \(twin.seed), "
                + "\(twin.scenario.registerMap.entries.count) registers and bits, "
                + "replies by libmodbus (\(twin.server.codecName)), \(twin.timetable.plannedEvents) fault events planned"
        )
        for sentence in plant.sentences { Console.error(sentence) }
    }

    private func announcement(
        of server: ModbusServer, at place: Int, _ plant: LivePlant, _ panel: PanelServer?
    ) -> JSONValue {
        let units = plant.layout.ports[place].units.sorted { $0.key < $1.key }
        // The main twin where it is shown, else the one with the lowest id.
        let first = units.first { $0.value == 0 && $0.key == plant.layout.mainUnit } ?? units[0]
        let twin = plant.twins[first.value]
        return [
            "event": "listening", "host": .string(serverOptions.host), "port": .integer(Int64(server.port)),
            "scenario": .string(twin.scenario.name), "unit": .integer(Int64(first.key)),
            "seed": .integer(Int64(bitPattern: twin.seed)), "codec": .string(server.codecName),
            "faults": .integer(Int64(twin.timetable.plannedEvents)),
            "panel": .optional(panel.map { Int64($0.port) }),
            "units": .array(
                units.map { unit, twin in
                    [
                        "unit": .integer(Int64(unit)), "scenario": .string(plant.twins[twin].scenario.name),
                        "seed": .integer(Int64(bitPattern: plant.twins[twin].seed)),
                    ]
                }),
        ]
    }

    private func drain(_ plant: LivePlant) {
        let isAlone = plant.servers.count == 1
        plant.drainRecords { record, server in tell(record, port: isAlone ? nil : plant.servers[server].port) }
    }

    /// Tells a record, with its server's port where there are several.
    private func tell(_ record: ServerRecord, port: UInt16?) {
        guard logLevel >= record.level else { return }
        if json {
            Console.print(record.json(port: port).compact)
        } else {
            Console.error((port.map { "port \($0): " } ?? "") + record.sentence)
        }
    }

    private func tell(_ note: FaultNote, _ kind: String) {
        guard logLevel >= .info else { return }
        if json {
            Console.print(note.json(kind: kind).compact)
        } else {
            Console.error("fault \(note.id) (\(note.event.fault), \(kind)) \(note.event.action.sentence)")
        }
    }

    /// Tells faults of every controller: each once, then counted at most once a minute, and a summary at the end where
    /// something was wrong.
    private func tellHealth(
        of plant: LivePlant, _ watches: inout [HealthWatch], _ panel: PanelServer?, isLast: Bool = false
    ) {
        let now = Double(MonotonicClock.nanoseconds()) * 1e-9
        for (place, twin) in plant.twins.enumerated() {
            let health = twin.health
            var notes = watches[place].notes(health, at: now, isLast: isLast)
            if isLast, !health.isSound { notes.append(watches[place].state(health)) }
            for note in notes {
                tell(note, scenario: plant.twins.count > 1 ? twin.scenario.name : nil, of: twin, panel)
            }
        }
    }

    private func tell(_ note: ControllerNote, scenario: String?, of twin: LiveTwin, _ panel: PanelServer?) {
        guard logLevel >= (note.topic == .major ? .error : .warning) else { return }
        if json {
            Console.print(note.eventJSON(scenario: twin.scenario.name).compact)
            return
        }
        var text = (scenario.map { "\($0): " } ?? "") + note.sentence
        if note.topic == .major, !note.isRepeated {
            text += " " + ControllerNote.remedy(panel: panel?.port, register: twin.scenario.faultResetRegister)
        }
        Console.error(text)
    }

    private func conclude(_ counters: ServerCounters, _ figures: ScanFigures, _ lateness: [Double: Double]) {
        if json {
            let ended: JSONValue = [
                "event": "stopped", "requests": .integer(Int64(counters.tally.requests)),
                "accepted": .integer(Int64(counters.tally.accepted)), "scans": .integer(Int64(figures.scans)),
                "overruns": .integer(Int64(figures.overruns)),
                "unrecorded_hits": .integer(Int64(counters.tally.unrecordedHits)),
                "records_lost": .integer(Int64(counters.tally.recordsLost)),
                "lateness_p50_ns": .optional(lateness[0.5]), "lateness_p99_ns": .optional(lateness[0.99]),
                "lateness_p999_ns": .optional(lateness[0.999]), "lateness_max_ns": .optional(lateness[1]),
            ]
            Console.print(ended.compact)
        }
        if logLevel >= .info {
            Console.error(
                "stopped after \(figures.scans) scans (\(figures.overruns) overruns), \(counters.tally.requests) requests on "
                    + "\(counters.tally.accepted) connections")
        }
    }
}
