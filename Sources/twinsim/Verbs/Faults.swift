import ArgumentParser
import Diagnostics
import FaultPlan
import PlantModels
import ScenarioFiles
import Text
import TwinRuntime

/// `twinsim faults`: what can go wrong, and when a plan will do it.
struct Faults: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "The catalogue of faults, and the timetable of a plan.",
        discussion: "Example: twinsim faults plan reconnect-storm --duration 90s",
        subcommands: [List.self, Show.self, Plan.self])

    /// `twinsim faults list`
    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the kinds of fault, layer by layer, and the shipped plans.",
            discussion: "Example: twinsim faults list --json")

        @Flag(help: "Print a JSON array of the kinds.")
        var json = false

        func run() throws {
            let entries = FaultCatalogue.entries
            if json { return Console.print(JSONValue.array(entries.map(Faults.object)).compact) }
            let width = entries.map(\.kind.count).max() ?? 0
            for layer in FaultCatalogue.Layer.allCases {
                let members = entries.filter { $0.layer == layer }
                if members.isEmpty { continue }
                Console.print("\(layer.rawValue):")
                for entry in members {
                    let gap = String(repeating: " ", count: width - entry.kind.count)
                    Console.print("  \(entry.kind)\(gap)  \(entry.sentence)")
                }
            }
            Console.print("plans for every scenario:")
            Console.print("  \(ScenarioFolder.planNames(in: try InstalledFiles.locate()).joined(separator: ", "))")
        }
    }

    /// `twinsim faults show NAME`
    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Explain one kind of fault and its parameters, with a plan that uses it.",
            discussion: """
                Example: twinsim faults show reconnect-storm
                Example: twinsim faults show component --scenario pump-station
                """)

        @Argument(help: ArgumentHelp("The kind of fault.", valueName: "NAME"))
        var name: String

        @Option(
            help: ArgumentHelp("List the tags or components of this scenario that it may name.", valueName: "NAME|DIR"))
        var scenario: String?

        @Flag(help: "Print one JSON object.")
        var json = false

        func run() throws {
            guard let entry = FaultCatalogue.kind(name)?.entry else {
                let known = FaultCatalogue.entries.map(\.kind)
                throw OutputError.badValue(
                    option: "NAME", value: name,
                    hint: nearestName(to: name, among: known).map { "did you mean '\($0)'?" }
                        ?? "kinds: \(known.joined(separator: ", "))")
            }
            if json { return Console.print(Faults.object(entry).compact) }
            Console.print("\(entry.kind): \(entry.sentence)")
            Console.print("  layer:    \(entry.layer.rawValue)")
            Console.print("  comes:    \(Faults.extent(entry))")
            Console.print("  concerns: \(Faults.aim(entry))")
            Console.print("  provokes: \(entry.provokes)")
            for parameter in entry.parameters {
                let standard =
                    parameter.standard.map { "default \($0.spelling)" }
                    ?? (parameter.isOptional ? "optional" : "required")
                Console.print("  \(parameter.name): \(parameter.sentence) (\(parameter.shape.spelling); \(standard))")
            }
            for line in try words(entry) { Console.print(line) }
            Console.print("\n\(FaultExample.plan(entry))")
        }

        /// What the parameters that name a part of a scenario may name: modes of kinds, inputs and tags.
        private func words(_ entry: FaultCatalogue.Entry) throws -> [String] {
            var lines: [String] = []
            if entry.kind == "component" {
                lines.append("  modes of each kind of component, with what the severity is:")
                for component in ComponentCatalogue.entries where !component.faultModes.isEmpty {
                    let modes = component.faultModes.map(\.description).joined(separator: ", ")
                    lines.append("    \(component.kind): \(modes)")
                }
            }
            if entry.kind == "plant-input" {
                lines.append(
                    "  inputs of each kind of component (those that the plant or a tag drives cannot be held):")
                for component in ComponentCatalogue.entries {
                    let inputs = component.inputs.filter { !$0.name.hasPrefix("fault_") }.map { input in
                        input.unit.isEmpty ? input.name : "\(input.name) [\(input.unit)]"
                    }
                    if !inputs.isEmpty { lines.append("    \(component.kind): \(inputs.joined(separator: ", "))") }
                }
            }
            guard let scenario else {
                if entry.parameters.contains(where: { [.tag, .component].contains($0.shape) }) {
                    lines.append("  with --scenario NAME: which names that scenario has")
                }
                return lines
            }
            let bundle = try ScenarioFolder.bundle(try ScenarioFolder.path(scenario, in: try InstalledFiles.locate()))
            let read = try ScenarioReader.read(bundle).scenario
            for parameter in entry.parameters {
                switch parameter.shape {
                case .tag:
                    let known = Set(read.registerMap.entries.map(\.name))
                    let tags = read.points.filter { known.contains($0.name) && $0.reference != nil }.map { point in
                        point.unit.isEmpty ? point.name : "\(point.name) [\(point.unit)]"
                    }
                    lines.append("  tags of \(read.name): \(tags.joined(separator: ", "))")
                case .component:
                    let broken = read.plant.components.filter { component in
                        entry.kind != "component"
                            || ComponentCatalogue.entry(kind: component.kind)?.faultModes.isEmpty == false
                    }
                    lines.append(
                        "  components of \(read.name): "
                            + broken.map { "\($0.name) (\($0.kind))" }.joined(separator: ", "))
                default: break
                }
            }
            return lines
        }
    }

    /// `twinsim faults plan FILE`
    struct Plan: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print the timetable that a plan will run, without running it.",
            discussion: """
                Example: twinsim faults plan storms.yaml --seed 7 --duration 48h

                With --scenario, the tags and components that the plan names are looked up in that scenario.
                """)

        @Argument(help: ArgumentHelp("The plan's file, or the name of a shipped plan.", valueName: "FILE|NAME"))
        var file: String

        @Option(help: "The seed of the run.")
        var seed: UInt64 = 1

        @Option(help: ArgumentHelp("The length of the run, for times given as shares of it.", valueName: "TIME"))
        var duration: DurationArgument?

        @Option(help: ArgumentHelp("The scenario that the plan is for.", valueName: "NAME|DIR"))
        var scenario: String?

        @Flag(help: "Print a JSON array.")
        var json = false

        func run() throws {
            let timetable = try plan().timetable(inRunOf: duration?.seconds, seed: seed)
            let faults = timetable.faults
            if json {
                let rows =
                    timetable.events.map { $0.json(faults) }
                    + timetable.waiting.flatMap { group in
                        group.events.map { $0.json(faults, afterPolls: group.polls) }
                    }
                return Console.print(JSONValue.array(rows).compact)
            }
            var lines = ["seed \(seed)"]
            // A plan may have a hundred thousand lines: they go out by the thousand.
            func add(_ line: String) {
                lines.append(line)
                guard lines.count >= 1000 else { return }
                Console.print(lines.joined(separator: "\n"))
                lines.removeAll(keepingCapacity: true)
            }
            for event in timetable.events {
                add("\(PlainNumber.fixed(event.at.seconds, 3)) s  \(event.sentence(faults))")
            }
            for group in timetable.waiting {
                add("when the clients have made \(group.polls) requests:")
                for event in group.events {
                    add("  +\(PlainNumber.fixed(event.at.seconds, 3)) s  \(event.sentence(faults))")
                }
            }
            if !lines.isEmpty { Console.print(lines.joined(separator: "\n")) }
        }

        private func plan() throws -> FaultPlan {
            let files = try InstalledFiles.locate()
            guard let scenario else { return try ScenarioFolder.plan(file, in: files).plan }
            let bundle = try ScenarioFolder.bundle(try ScenarioFolder.path(scenario, in: files))
            return try ScenarioFolder.plan(file, for: try ScenarioReader.read(bundle).scenario, in: bundle, files).plan
        }
    }

    private static func extent(_ entry: FaultCatalogue.Entry) -> String {
        switch entry.extent {
        case .lasting: "from a beginning to an end (at, for, every, times, gaps, after, after_polls)"
        case .moment: "at moments (at, every, times, gaps, after, after_polls)"
        case .ownSchedule: "on a schedule of its own"
        }
    }

    private static func aim(_ entry: FaultCatalogue.Entry) -> String {
        switch entry.aim {
        case .requests: "requests (probability, unit, function, address, quantity, connection, request, limit)"
        case .connections: "connections (probability, connection, limit)"
        case .whole: "the whole"
        }
    }

    private static func object(_ entry: FaultCatalogue.Entry) -> JSONValue {
        [
            "kind": .string(entry.kind), "layer": .string(entry.layer.rawValue), "sentence": .string(entry.sentence),
            "provokes": .string(entry.provokes), "extent": .string(entry.extent.rawValue),
            "aim": .string(entry.aim.rawValue),
            "parameters": .array(
                entry.parameters.map { parameter in
                    [
                        "name": .string(parameter.name), "sentence": .string(parameter.sentence),
                        "shape": .string(parameter.shape.spelling), "default": .optional(parameter.standard?.spelling),
                        "optional": .bool(parameter.isOptional),
                    ]
                }),
            "example": .string(FaultExample.plan(entry)),
        ]
    }
}
