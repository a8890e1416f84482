import ArgumentParser
import ControlPanel
import Text

/// `twinsim inject`: a fault into a running twin, by its panel.
struct Inject: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Inject a fault into a running twin, or clear faults.",
        discussion: """
            The twin runs with --panel PORT. The words are a kind of `twinsim faults list` and the keys of a fault plan; a \
            lasting fault without 'for' lasts until it is cleared. Prints what was injected and the fault's number, which \
            is its number in the log, in the panel and for --clear. --clear controller clears a fault of the controller.

            Example: twinsim inject --panel 8080 delay by=500ms for=30s unit=1 function=3
            Example: twinsim inject --panel 8080 --clear controller
            """)

    @Option(help: ArgumentHelp("The port of the twin's panel on this machine.", valueName: "PORT"))
    var panel: UInt16

    @Option(
        help: ArgumentHelp("Clear the fault with this number, 'all' faults, or the 'controller'.", valueName: "NUMBER"))
    var clear: String?

    @Flag(help: "List the faults and what they did, as JSON.")
    var list = false

    @Flag(help: "Print one JSON object.")
    var json = false

    @Argument(help: ArgumentHelp("The kind of fault and its parameters.", valueName: "FAULT key=value"))
    var words: [String] = []

    func validate() throws {
        let asked = (clear == nil ? 0 : 1) + (list ? 1 : 0) + (words.isEmpty ? 0 : 1)
        guard asked == 1 else { throw ValidationError("Give a fault, --clear or --list, one of them.") }
        if let clear, clear != "all", clear != "controller", Int(clear) == nil {
            throw ValidationError("--clear takes a fault's number, 'all' or 'controller'.")
        }
    }

    func run() throws {
        let client = PanelClient(port: panel)
        if list { return Console.print(try client.faults().compact) }
        if clear == "controller" {
            let cleared = try client.clearController()
            return say(
                ["cleared": .integer(Int64(cleared))],
                cleared == 1
                    ? "Cleared the controller's fault; it goes back to run mode unless a fault of the plan holds it."
                    : "The controller was not faulted; its minor faults were cleared.")
        }
        if let clear {
            let cleared = try client.clear(Int(clear))
            return say(
                ["cleared": .integer(Int64(cleared))],
                Int(clear).map { "Cleared fault \($0)." }
                    ?? "Cleared \(cleared) \(cleared == 1 ? "fault" : "faults") that \(cleared == 1 ? "was" : "were") in force."
            )
        }
        let injected = try client.inject(words)
        say(
            [
                "number": .integer(Int64(injected.number)), "label": .string(injected.label),
                "sentence": .string(injected.sentence),
            ],
            injected.sentence + " Clear it: twinsim inject --panel \(panel) --clear \(injected.number)")
    }

    private func say(_ object: JSONValue, _ sentence: String) { Console.print(json ? object.compact : sentence) }
}
