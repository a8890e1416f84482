import ArgumentParser
import Evidence
import EvidenceStore
import FaultPlan
import ScenarioFiles
import SoakHarness
import TwinRuntime

extension Soak {
    /// The options that may stand beside `--resume`: everything else is what the evidence says.
    private static let besideResume: Set<String> = ["--panel", "--json", "--explain", "--explain-for"]

    /// Refuses what would make the rest of a run another run than its beginning.
    func validateResumption() throws {
        let own = OwnCommand(arguments: CommandLine.arguments.dropFirst(2)).arguments
        let names = own.filter { $0.hasPrefix("--") }.map { String($0.prefix { $0 != "=" }) }
        if let other = names.first(where: { $0 != "--resume" && !Self.besideResume.contains($0) }) {
            throw ValidationError("--resume takes everything from the evidence; leave out \(other).")
        }
        guard client.isEmpty else {
            throw ValidationError("--resume takes the client from the evidence; leave it out.")
        }
    }

    /// The rest of the soak whose evidence is in `path`, under the options that it was begun with.
    func resumed(_ path: String) throws -> SoakConfiguration {
        let folder = EvidenceFolder(path)
        let resumption = try Resumption(folder)
        let run = resumption.run
        let events = try EvidenceReader(folder).events()
        let begun = try begun(events)
        let bundle = try ScenarioFolder.bundle(folder.scenario)
        let scenario = try ScenarioReader.read(bundle).scenario
        let plan = try run.faultPlanText.map { try FaultPlanFile.parse($0, file: "\(path): fault plan") }
        let served = try begun.unitOptions.served(scenario, defaultPort: 0, seed: run.seed)
        var configuration = SoakConfiguration(
            scenario: served.main, scenarioFolder: folder.scenario, seed: run.seed, plan: plan ?? .none,
            planText: run.faultPlanText, seconds: run.plannedSeconds, intervalSeconds: run.intervalSeconds,
            clientCommand: run.clientArguments, evidencePath: path, note: run.note,
            server: begun.serverOptions.configuration(port: 0, seed: run.seed),
            supportFolders: try InstalledFiles.locate().supportFolders, programVersion: Twinsim.version,
            resumption: resumption)
        configuration.tracing = Tracing(recordedIn: events)
        configuration.resumeCompression(recordedIn: events)
        configuration.layout = served.layout
        configuration.neighbours = served.neighbours
        configuration.restartsClient = begun.restart == .onExit
        return configuration
    }

    /// The soak as its command line began it; one with the standard options where no command line was recorded.
    private func begun(_ events: [EvidenceEvent]) throws -> Soak {
        let recorded = OwnCommand(recordedIn: events)?.arguments ?? ["--duration", "1s"]
        do {
            return try Soak.parse(recorded + ["--", "client"])
        } catch {
            throw ValidationError(
                "The evidence was begun by a command line that this version does not take, 'twinsim soak "
                    + "\(recorded.joined(separator: " "))': \(Soak.message(for: error)); resume it with the version "
                    + "that began it.")
        }
    }
}
