import ArgumentParser
import Diagnostics
import PlantModels
import Text

/// `twinsim components`: the kinds of plant component with their keys, ports, units and fault modes.
struct Components: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "List the kinds of plant component, or show one: parameters, ports, units, fault modes.",
        discussion: """
            A name of a kind shows all that plant.yaml may say of it.

            Example: twinsim components pump
            Example: twinsim components --json
            """)

    @Argument(help: ArgumentHelp("A kind of component.", valueName: "NAME"))
    var name: String?

    @Flag(help: "Print a JSON array of the kinds, or one JSON object.")
    var json = false

    func run() throws {
        let entries = ComponentCatalogue.entries
        guard let name else {
            if json { return Console.print(JSONValue.array(entries.map(ComponentText.object)).compact) }
            let width = entries.map(\.kind.count).max() ?? 0
            for entry in entries {
                let gap = String(repeating: " ", count: width - entry.kind.count)
                Console.print("\(entry.kind)\(gap)  \(entry.sentence)")
            }
            return
        }
        guard let entry = ComponentCatalogue.entry(kind: name) else {
            let known = entries.map(\.kind)
            throw OutputError.badValue(
                option: "NAME", value: name,
                hint: nearestName(to: name, among: known).map { "did you mean '\($0)'?" }
                    ?? "kinds: \(known.joined(separator: ", "))")
        }
        if json { return Console.print(ComponentText.object(entry).compact) }
        for line in ComponentText.lines(entry) { Console.print(line) }
    }
}
