import ArgumentParser
import Diagnostics
import PLCCore
import ScenarioFiles
import SoakHarness
import Text
import TwinCore
import TwinRuntime

/// `twinsim scenarios`: what there is to run, its register map, and whether a folder is right.
struct Scenarios: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "List, show, map and check scenarios; begin a new one.",
        discussion: "Example: twinsim scenarios map water-treatment --format csv",
        subcommands: [List.self, Show.self, Map.self, Check.self, New.self])

    /// `twinsim scenarios list`
    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the shipped scenarios.", discussion: "Example: twinsim scenarios list --json")

        @Flag(help: "Print a JSON array.")
        var json = false

        func run() throws {
            let files = try InstalledFiles.locate()
            let scenarios = try ScenarioFolder.names(in: files).map { try Scenarios.load($0, files).scenario }
            guard json else {
                for scenario in scenarios {
                    Console.print(
                        "\(scenario.name)  \(scenario.title) (\(scenario.points.count) tags, "
                            + "\(scenario.program.rungCount) rungs)")
                }
                return
            }
            Console.print(JSONValue.array(scenarios.map { Scenarios.object($0, files) }).compact)
        }
    }

    /// `twinsim scenarios show NAME`
    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Describe one scenario: tags, wires, plant ports, fault plans.",
            discussion: "Example: twinsim scenarios show water-treatment")

        @Argument(help: ArgumentHelp("A shipped scenario or a scenario folder.", valueName: "NAME|DIR"))
        var name: String

        @Flag(help: "Print one JSON object.")
        var json = false

        func run() throws {
            let files = try InstalledFiles.locate()
            let scenario = try Scenarios.load(name, files).scenario
            if json { return Console.print(Scenarios.object(scenario, files).compact) }
            let period = Double(scenario.timing.scanPeriodNanoseconds) * 1e-6
            Console.print("\(scenario.name): \(scenario.title)")
            Console.print(scenario.summary)
            Console.print(
                "scan \(PlainNumber.short(period)) ms, unit \(scenario.unit), \(scenario.points.count) tags, "
                    + "\(scenario.program.rungCount) rungs, \(scenario.program.instructionCount) instructions, "
                    + "\(scenario.plant.components.count) plant components")
            for file in scenario.registerMap.files {
                Console.print("file \(file.number) \(file.name): \(file.recordCount) records  \(file.summary)")
            }
            for queue in scenario.registerMap.queues {
                Console.print("queue \(queue.address) of \(queue.name)  \(queue.summary)")
            }
            let own = scenario.faultPlans.keys.sorted()
            let common = ScenarioFolder.planNames(in: files).filter { !own.contains($0) }
            if !own.isEmpty { Console.print("fault plans of its own: \(own.joined(separator: ", "))") }
            Console.print("fault plans for every scenario: \(common.joined(separator: ", "))")
            Console.print("")
            for point in scenario.points {
                let type = point.type?.rawValue ?? point.text.map { "STRING[\($0.characters)]" } ?? "member"
                let unit = point.unit.isEmpty ? "" : " [\(point.unit)]"
                Console.print("\(point.name)  \(type)\(unit)\(Scenarios.wireText(point))  \(point.summary)")
            }
        }
    }

    /// `twinsim scenarios map NAME`
    struct Map: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print the register map: 0-based offset, 1-based number, 5- or 6-digit reference.",
            discussion: "Example: twinsim scenarios map water-treatment --format csv")

        /// The formats of a register map.
        enum Format: String, CaseIterable, ExpressibleByArgument {
            case md, csv, json
        }

        @Argument(help: ArgumentHelp("A shipped scenario or a scenario folder.", valueName: "NAME|DIR"))
        var name: String

        @Option(help: ArgumentHelp("md, csv or json.", valueName: "FORMAT"))
        var format: Format = .md

        @Flag(help: "The same as --format json.")
        var json = false

        func run() throws {
            let scenario = try Scenarios.load(name, try InstalledFiles.locate()).scenario
            let map = RegisterMapText(scenario)
            switch json ? .json : format {
            case .md: Console.printRaw(map.markdown)
            case .csv: Console.printRaw(map.csv)
            case .json: Console.print(map.json.compact)
            }
        }
    }

    /// `twinsim scenarios check DIR`
    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Check every file of a scenario folder.",
            discussion: """
                Errors first, then warnings of what can run and is probably not meant. Exit status: 0 without an error, 65 \
                with one, 66 for a folder that is not there.

                Example: twinsim scenarios check ./my-plant --json
                """)

        @Argument(help: ArgumentHelp("A scenario folder or a shipped scenario.", valueName: "DIR|NAME"))
        var name: String

        @Flag(help: "Print one JSON object.")
        var json = false

        func run() throws {
            let files = try InstalledFiles.locate()
            let folder = try ScenarioFolder.path(name, in: files)
            let bundle = try ScenarioFolder.bundle(folder)
            do throws(InvalidInput) {
                let result = try ScenarioReader.read(bundle)
                var warnings = result.warnings
                if let own = ScenarioFolder.ownName(of: folder),
                    let finding = ScenarioReader.nameFinding(result.scenario, in: bundle, folderName: own)
                {
                    warnings.insert(finding, at: 0)
                }
                if json {
                    let object: JSONValue = [
                        "scenario": .string(result.scenario.name),
                        "tags": .integer(Int64(result.scenario.points.count)),
                        "rungs": .integer(Int64(result.scenario.program.rungCount)),
                        "diagnostics": .array(warnings.ranked().map(\.json)),
                    ]
                    return Console.print(object.compact)
                }
                for warning in warnings.ranked() { Console.error(warning.description) }
                let count =
                    warnings.isEmpty
                    ? "no error" : "no error, \(warnings.count) warning\(warnings.count == 1 ? "" : "s")"
                Console.print(
                    "\(name): \(result.scenario.points.count) tags, \(result.scenario.program.rungCount) rungs, "
                        + "\(result.scenario.plant.components.count) plant components, \(count)")
            } catch {
                guard json else { throw error }
                Console.print(
                    JSONValue.object([.init(name: "diagnostics", value: .array(error.diagnostics.ranked().map(\.json)))]
                    )
                    .compact)
                throw ExitWith(.invalidData)
            }
        }
    }

    /// `twinsim scenarios new NAME`
    struct New: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Write a new scenario folder: a small commented plant, or a copy of a shipped one.",
            discussion: """
                The plant is a tank that a town draws from and a pump that fills it, with a heartbeat that counts the \
                seconds, an alarm, a trend to look at and a register by which a client clears a controller fault.

                Example: twinsim scenarios new my-plant && twinsim serve --scenario ./my-plant
                Example: twinsim scenarios new my-works --from water-treatment
                """)

        @Argument(help: ArgumentHelp("The new folder.", valueName: "NAME"))
        var name: String

        @Option(help: ArgumentHelp("Copy this shipped scenario or scenario folder.", valueName: "NAME|DIR"))
        var from: String?

        func run() throws {
            let files = try InstalledFiles.locate()
            try ScenarioSkeleton.write(to: name, from: try from.map { try ScenarioFolder.path($0, in: files) })
            let path = name.contains("/") ? name : "./\(name)"
            Console.print("wrote \(path); check it with 'twinsim scenarios check \(path)'")
        }
    }

    fileprivate static func load(_ name: String, _ files: InstalledFiles) throws -> ScenarioReader.Result {
        try ScenarioReader.read(try ScenarioFolder.bundle(try ScenarioFolder.path(name, in: files)))
    }

    fileprivate static func wireText(_ point: Point) -> String {
        switch point.wire {
        case .input(let port): "  <- \(port)"
        case .output(let port, _): "  -> \(port)"
        case nil: ""
        }
    }

    fileprivate static func object(_ scenario: Scenario, _ files: InstalledFiles) -> JSONValue {
        let plans = Set(scenario.faultPlans.keys).union(ScenarioFolder.planNames(in: files)).sorted()
        return [
            "name": .string(scenario.name), "title": .string(scenario.title), "description": .string(scenario.summary),
            "tags": .integer(Int64(scenario.points.count)), "rungs": .integer(Int64(scenario.program.rungCount)),
            "instructions": .integer(Int64(scenario.program.instructionCount)),
            "components": .integer(Int64(scenario.plant.components.count)), "unit": .integer(Int64(scenario.unit)),
            "scan_period_ms": .number(Double(scenario.timing.scanPeriodNanoseconds) * 1e-6),
            "fault_plans": .array(plans.map(JSONValue.string)),
        ]
    }
}
