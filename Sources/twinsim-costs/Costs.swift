import ArgumentParser
import TwinRuntime

/// `twinsim-costs`: drives the harness's own parts faster than a soak does, for `make costs`.
@main
struct Costs: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "twinsim-costs",
        abstract: "Drive the harness's own parts at speed, for `make costs`; each prints one JSON object.",
        subcommands: [EvidenceCost.self, ReplayCost.self, SamplingCost.self])
}
