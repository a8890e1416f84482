import ArgumentParser
import ControlPanel

/// `twinsim inject`: a fault into a running twin, by its panel.
struct Inject: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Inject a fault into a running twin, or clear faults.",
        discussion: """
            The twin runs with --panel PORT. The words are a kind of `twinsim faults list` and the keys of a fault plan; a
            lasting fault without 'for' lasts until it is cleared. Prints the fault's number.

            Example: twinsim inject --panel 8080 delay by=500ms for=30s unit=1 function=3
            """)

    @Option(help: ArgumentHelp("The port of the twin's panel on this machine.", valueName: "PORT"))
    var panel: UInt16

    @Option(help: ArgumentHelp("Clear the fault with this number, or 'all'.", valueName: "NUMBER"))
    var clear: String?

    @Flag(help: "List the faults and what they did, as JSON.")
    var list = false

    @Argument(help: ArgumentHelp("The kind of fault and its parameters.", valueName: "FAULT key=value"))
    var words: [String] = []

    func validate() throws {
        let asked = (clear == nil ? 0 : 1) + (list ? 1 : 0) + (words.isEmpty ? 0 : 1)
        guard asked == 1 else { throw ValidationError("Give a fault, --clear or --list, one of them.") }
        if let clear, clear != "all", Int(clear) == nil {
            throw ValidationError("--clear takes a fault's number or 'all'.")
        }
    }

    func run() throws {
        let client = PanelClient(port: panel)
        if list { return Console.print(try client.faults().compact) }
        if let clear { return Console.print("cleared \(try client.clear(Int(clear)))") }
        Console.print("\(try client.inject(words))")
    }
}
