import ArgumentParser
import FaultPlan
import ScenarioFiles
import TwinCore
import TwinRuntime

/// The ports and units that a verb serves.
struct UnitOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("A TCP port to serve at, 0 for a free one; may be given several times.", valueName: "PORT"))
    var port: [UInt16] = []

    @Option(
        help: ArgumentHelp(
            "Another unit: UNIT=SCENARIO with a twin of its own, UNIT=@UNIT with the twin of that unit; UNIT alone gives "
                + "the main scenario this id; with PORT: before it at that port only. May be given several times.",
            valueName: "[PORT:]UNIT[=WHAT]"),
        transform: { text in
            do { return try UnitAddress(parsing: text) } catch { throw ValidationError("\(error)") }
        })
    var unit: [UnitAddress] = []

    /// What is served where, with the scenarios besides the main one.
    struct Served {
        var layout: PlantLayout
        /// The main scenario, under the id that it is served under.
        var main: Scenario
        var neighbours: [LivePlant.Part]
    }

    /// Reads the further scenarios; warnings go to standard error.
    ///
    /// - Parameters:
    ///   - defaultPort: the port when none is given and a unit needs one.
    ///   - seed: that of the command line; each scenario has its own when not given.
    func served(_ scenario: Scenario, defaultPort: UInt16, seed: UInt64?) throws -> Served {
        let isMainElsewhere = unit.contains { $0.content == .main && $0.port != nil }
        let needsPort = !isMainElsewhere || unit.contains { $0.port == nil }
        let layout = try PlantLayout(
            unit: scenario.unit, ports: port.isEmpty && needsPort ? [defaultPort] : port, units: unit)
        var main = scenario
        main.unit = layout.mainUnit
        let files = try InstalledFiles.locate()
        let neighbours = try layout.scenarios.map { name in
            let folder = try ScenarioFolder.path(name, in: files)
            let read = try ScenarioReader.read(ScenarioFolder.bundle(folder))
            for warning in read.warnings { Console.error(warning.description) }
            let own = seed ?? read.scenario.defaultSeed
            return LivePlant.Part(
                read.scenario, seed: own, timetable: try FaultPlan.none.timetable(inRunOf: nil, seed: own))
        }
        return Served(layout: layout, main: main, neighbours: neighbours)
    }
}
