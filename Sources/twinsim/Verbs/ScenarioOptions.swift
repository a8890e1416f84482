import ArgumentParser
import Diagnostics
import FaultPlan
import ScenarioFiles
import TwinCore
import TwinRuntime

/// The options that every verb with a twin has.
struct ScenarioOptions: ParsableArguments {
    @Option(help: ArgumentHelp("A shipped scenario or a scenario folder.", valueName: "NAME|DIR"))
    var scenario = "water-treatment"

    @Option(help: ArgumentHelp("A shipped fault plan, one of the scenario, or a file.", valueName: "PLAN"))
    var faults: String?

    @Option(help: "The seed of every random stream; the scenario's own when not given.")
    var seed: UInt64?

    /// A scenario, ready to run, with the folder it came from.
    struct Loaded {
        var scenario: Scenario
        var folder: String
        var seed: UInt64
        var plan: FaultPlan
        /// The plan's text as it was read; nil for no plan.
        var planText: String?
        var files: InstalledFiles
    }

    /// Reads the scenario and the plan; warnings go to standard error.
    func load() throws -> Loaded {
        let files = try InstalledFiles.locate()
        let folder = try ScenarioFolder.path(scenario, in: files)
        let bundle = try ScenarioFolder.bundle(folder)
        let result = try ScenarioReader.read(bundle)
        for warning in result.warnings.ranked() { Console.error(warning.description) }
        let named = try faults.map { try ScenarioFolder.plan($0, for: result.scenario, in: bundle, files) }
        return Loaded(
            scenario: result.scenario, folder: folder, seed: seed ?? result.scenario.defaultSeed,
            plan: named?.plan ?? .none, planText: named?.text, files: files)
    }
}
