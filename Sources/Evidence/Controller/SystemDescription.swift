import Text

/// What was simulated, in words and figures, as the scenario gave it when the run began.
package struct SystemDescription: Hashable, Sendable {
    /// The scenario's name for people.
    package var title: String
    /// What the scenario is, in a paragraph.
    package var summary: String
    /// From the start of one scan to the start of the next, ms.
    package var scanMilliseconds: Double
    /// The Modbus unit id.
    package var unit: Int
    /// Values in the register map.
    package var registerEntries: Int
    /// Rungs of the ladder program.
    package var rungs: Int
    /// Components of the plant.
    package var components: Int

    /// A system.
    package init(
        title: String, summary: String, scanMilliseconds: Double, unit: Int, registerEntries: Int, rungs: Int,
        components: Int
    ) {
        self.title = title
        self.summary = summary
        self.scanMilliseconds = scanMilliseconds
        self.unit = unit
        self.registerEntries = registerEntries
        self.rungs = rungs
        self.components = components
    }

    /// The members of the event `program` that hold it.
    var members: [JSONValue.Member] {
        [
            .init(name: "title", value: .string(title)), .init(name: "summary", value: .string(summary)),
            .init(name: "scan_ms", value: .number(scanMilliseconds)),
            .init(name: "unit", value: .integer(Int64(unit))),
            .init(name: "register_entries", value: .integer(Int64(registerEntries))),
            .init(name: "rungs", value: .integer(Int64(rungs))),
            .init(name: "components", value: .integer(Int64(components))),
        ]
    }

    /// The system from the detail of the event `program`; nil when it does not hold one.
    package init?(_ detail: JSONValue) {
        func whole(_ name: String) -> Int? { detail[name]?.figure.flatMap { Int(exactly: $0) } }
        guard let title = detail["title"]?.text, let scan = detail["scan_ms"]?.figure, let unit = whole("unit"),
            let entries = whole("register_entries"), let rungs = whole("rungs"), let components = whole("components")
        else { return nil }
        self.init(
            title: title, summary: detail["summary"]?.text ?? "", scanMilliseconds: scan, unit: unit,
            registerEntries: entries, rungs: rungs, components: components)
    }
}
