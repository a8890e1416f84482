import ArgumentParser
import EvidenceReport
import FaultPlan
import ScenarioFiles
import TwinRuntime

/// `twinsim faults`: what can go wrong, and when a plan will do it.
struct Faults: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "The catalogue of faults, and the timetable of a plan.",
        discussion: "Example: twinsim faults plan Scenarios/water-treatment/faults/reconnect-storm.yaml --duration 90s",
        subcommands: [List.self, Show.self, Plan.self])

    /// `twinsim faults list`
    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the kinds of fault.", discussion: "Example: twinsim faults list --json")

        @Flag(help: "Print a JSON array.")
        var json = false

        func run() {
            let entries = FaultCatalogue.entries
            guard json else {
                for entry in entries { Console.print("\(entry.kind)  (\(entry.layer.rawValue))  \(entry.sentence)") }
                return
            }
            Console.print(JSONValue.array(entries.map(Faults.object)).compact)
        }
    }

    /// `twinsim faults show NAME`
    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Explain one kind of fault and its parameters.",
            discussion: "Example: twinsim faults show reconnect-storm")

        @Argument(help: ArgumentHelp("The kind of fault.", valueName: "NAME"))
        var name: String

        @Flag(help: "Print one JSON object.")
        var json = false

        func run() throws {
            let known = FaultCatalogue.entries.map(\.kind)
            guard let entry = FaultCatalogue.entries.first(where: { $0.kind == name }) else {
                throw OutputError.badValue(option: "NAME", value: name, hint: "kinds: \(known.joined(separator: ", "))")
            }
            if json { return Console.print(Faults.object(entry).compact) }
            Console.print("\(entry.kind): \(entry.sentence)")
            Console.print("  layer:    \(entry.layer.rawValue)")
            Console.print("  provokes: \(entry.provokes)")
            for parameter in entry.parameters {
                let standard =
                    parameter.standard.map { "default \($0.text)" } ?? (parameter.isOptional ? "optional" : "required")
                Console.print("  \(parameter.name): \(parameter.sentence) (\(standard))")
            }
        }
    }

    /// `twinsim faults plan FILE`
    struct Plan: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print the timetable that a plan will run, without running it.",
            discussion: "Example: twinsim faults plan storms.yaml --seed 7 --duration 48h")

        @Argument(help: ArgumentHelp("The plan's file.", valueName: "FILE"))
        var file: String

        @Option(help: "The seed of the run.")
        var seed: UInt64 = 1

        @Option(help: ArgumentHelp("The length of the run, for times given as shares of it.", valueName: "TIME"))
        var duration: DurationArgument?

        @Flag(help: "Print a JSON array.")
        var json = false

        func run() throws {
            let plan = try FaultPlanFile.parse(try ScenarioFolder.text(file), file: file)
            let timetable = try plan.timetable(inRunOf: duration?.seconds, seed: seed)
            if !json { Console.print("seed \(seed)") }
            let rows: [JSONValue] = timetable.events.map { event in
                if !json {
                    Console.print(
                        "\(NumberText.fixed(event.at.seconds, 3)) s  \(event.fault)  \(event.action.sentence)")
                }
                return event.json
            }
            if json { Console.print(JSONValue.array(rows).compact) }
        }
    }

    fileprivate static func object(_ entry: FaultCatalogue.Entry) -> JSONValue {
        [
            "kind": .string(entry.kind), "layer": .string(entry.layer.rawValue), "sentence": .string(entry.sentence),
            "provokes": .string(entry.provokes),
            "parameters": .array(
                entry.parameters.map { parameter in
                    [
                        "name": .string(parameter.name), "sentence": .string(parameter.sentence),
                        "default": .optional(parameter.standard?.text),
                    ]
                }),
        ]
    }
}
