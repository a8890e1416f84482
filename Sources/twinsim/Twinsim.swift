import ArgumentParser

/// The root of the command line.
struct Twinsim: ParsableCommand {
    /// The version of the program.
    static let version = "0.1.0"

    static let configuration = CommandConfiguration(
        commandName: "twinsim",
        abstract: "A PLC and plant digital twin on Modbus TCP, and a soak-test harness that tells leaks from growth.",
        discussion: """
            Run a twin and talk to it:   twinsim serve --scenario water-treatment
            Soak a client against it:    twinsim soak --duration 10min -- python3 client.py
            Judge samples from anywhere: twinsim analyze samples.csv
            """,
        version: version,
        subcommands: [
            Serve.self, Soak.self, Run.self, Analyze.self, Report.self, Compare.self, Status.self, Export.self,
            Scenarios.self, Components.self, Ladder.self, Faults.self, Inject.self, Profiles.self, Bench.self,
        ])
}
