import ArgumentParser
import EvidenceReport
import ProcessProbes
import TwinRuntime

/// `twinsim-costs sample`: samples a process tree back to back, by turns with rests.
struct SamplingCost: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sample", abstract: "Sample a process tree back to back, by turns with rests of the same length.",
        discussion: """
            The TCP states are read in every tenth sample, as in a long soak at one sample a second. Times are those of
            CLOCK_MONOTONIC, so that the client can be asked what it did meanwhile.
            """)

    @Option(help: ArgumentHelp("The root of the tree.", valueName: "PID"))
    var root: Int32

    @Option(help: ArgumentHelp("Turns with sampling, and as many without.", valueName: "N"))
    var turns = 40

    @Option(help: ArgumentHelp("Length of a turn.", valueName: "MS"))
    var milliseconds: Int64 = 500

    func run() throws {
        let sampler = ProcessTreeSampler(root: root, descendants: true, socketStateInterval: 10)
        var processes = sampler.sample(at: 0).count
        var samples = 0
        var phases: [JSONValue] = []
        let processor = MonotonicClock.threadProcessorNanoseconds()
        var resting: Int64 = 0
        for turn in 0..<(2 * turns) {
            let begin = MonotonicClock.nanoseconds()
            let end = begin + milliseconds * 1_000_000
            let before = samples
            if turn % 2 == 0 {
                while MonotonicClock.nanoseconds() < end {
                    samples += 1
                    processes = min(processes, sampler.sample(at: Double(samples)).count)
                }
            } else {
                let used = MonotonicClock.threadProcessorNanoseconds()
                MonotonicClock.sleep(until: end)
                resting += MonotonicClock.threadProcessorNanoseconds() - used
            }
            phases.append([
                "begin_ns": .integer(begin), "end_ns": .integer(MonotonicClock.nanoseconds()),
                "samples": .integer(Int64(samples - before)),
            ])
        }
        let used = MonotonicClock.threadProcessorNanoseconds() - processor - resting
        let figures: JSONValue = [
            "processes": .integer(Int64(processes)),
            "cpu_us_a_sample": .number(Double(used) / Double(max(1, samples)) / 1000),
            "phases": .array(phases),
        ]
        print(figures.compact)
    }
}
