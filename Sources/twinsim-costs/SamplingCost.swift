import ArgumentParser
import ProcessProbes
import Text
import TwinRuntime

/// `twinsim-costs sample`: samples a process tree back to back, by turns with another tree and with rests.
struct SamplingCost: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sample",
        abstract: "Sample a process tree back to back, then another one, then rest; again and again.",
        discussion: """
            The TCP states are read in every tenth sample, as in a long soak at one sample a second. Times are those of
            CLOCK_MONOTONIC, so that the client can be asked what it did meanwhile.
            """)

    @Option(help: ArgumentHelp("The root of the tree.", valueName: "PID"))
    var root: Int32

    @Option(help: ArgumentHelp("The root of another tree of the same make.", valueName: "PID"))
    var other: Int32

    @Option(help: ArgumentHelp("Turns, each of three parts.", valueName: "N"))
    var turns = 60

    @Option(help: ArgumentHelp("Length of a part.", valueName: "MS"))
    var milliseconds: Int64 = 500

    func run() throws {
        let samplers = [root, other].map {
            ProcessTreeSampler(root: $0, descendants: true, socketStateInterval: 10)
        }
        var processes = samplers[0].sample(at: 0).count
        var phases: [JSONValue] = []
        var samples = 0
        var used: Int64 = 0
        for _ in 0..<turns {
            for part in 0..<3 {
                let begin = MonotonicClock.nanoseconds()
                let end = begin + milliseconds * 1_000_000
                let processor = MonotonicClock.threadProcessorNanoseconds()
                var taken = 0
                if part < samplers.count {
                    while MonotonicClock.nanoseconds() < end {
                        taken += 1
                        samples += 1
                        processes = min(processes, samplers[part].sample(at: Double(samples)).count)
                    }
                    used += MonotonicClock.threadProcessorNanoseconds() - processor
                } else {
                    MonotonicClock.sleep(until: end)
                }
                phases.append([
                    "begin_ns": .integer(begin), "end_ns": .integer(MonotonicClock.nanoseconds()),
                    "samples": .integer(Int64(taken)),
                ])
            }
        }
        let figures: JSONValue = [
            "processes": .integer(Int64(processes)),
            "cpu_us_a_sample": .number(Double(used) / Double(max(1, samples)) / 1000),
            "phases": .array(phases),
        ]
        print(figures.compact)
    }
}
