import ArgumentParser
import EvidenceStore
import Text
import TwinRuntime

/// `twinsim-costs evidence`: a long run's evidence, written by the soak's own writer from a short soak's readings.
struct EvidenceCost: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "evidence", abstract: "Write a long run's evidence from the readings of a short one.")

    @Argument(help: ArgumentHelp("The evidence folder to write.", valueName: "DIR"))
    var folder: String

    @Option(help: ArgumentHelp("The evidence of a short soak with storms, sampled once a second.", valueName: "DIR"))
    var like: String

    @Option(help: ArgumentHelp("Hours to write.", valueName: "H"))
    var hours = 72.0

    func validate() throws {
        if !(hours > 0 && hours <= 8760) { throw ValidationError("--hours is above 0 and at most 8760.") }
    }

    func run() throws {
        var run = try LongRun(of: EvidenceReader(EvidenceFolder(like)))
        let seconds = Int(hours * 3600)
        let writer = try EvidenceWriter(creating: EvidenceFolder(folder), run: run.record(seconds: Double(seconds)))
        let begin = MonotonicClock.nanoseconds()
        let processor = MonotonicClock.threadProcessorNanoseconds()
        for second in 0...seconds { try writer.append(run.batch(second: second, isLast: second == seconds)) }
        try writer.finish(run.finish(seconds: Double(seconds)))
        let batches = Double(seconds + 1)
        let used = Double(MonotonicClock.threadProcessorNanoseconds() - processor)
        let figures: JSONValue = [
            "batches": .integer(Int64(batches)),
            "processes": .integer(Int64(run.processes)),
            "wall_us_a_batch": .number(Double(MonotonicClock.nanoseconds() - begin) / batches / 1000),
            "cpu_us_a_batch": .number(used / batches / 1000),
        ]
        print(figures.compact)
    }
}
