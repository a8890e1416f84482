import Evidence
import ProcessProbes

/// Decides which processes of the client stand in the evidence each by itself, and adds up all others in one row.
///
/// A client that starts a program for each poll has millions of processes in three days: each of them in a row of its own
/// would fill the evidence and the harness's memory. So the first few processes have rows at once, later ones when they have
/// lived for a while; sums over the tree are the same either way.
struct ProcessPool {
    /// Processes that get a row of their own as soon as they are seen.
    static let recordedAtOnce = 32
    /// How long a later process must have been seen before it gets a row of its own, s.
    static let leastSeconds = 10.0
    /// Rows of one run; beyond them every new process is added up with the others.
    static let mostRecorded = 10_000
    /// What the shared row is called.
    static let name = "short-lived processes"
    /// The process that the shared row stands under: no process has the number 0.
    static let key = ProcessKey(pid: 0, startTicks: 0)

    private struct Waiting {
        var since: Double
        var processorMilliseconds: Int64
    }

    private var root: Int32
    private var recorded: Int
    private var own: Set<ProcessKey> = []
    private var waiting: [ProcessKey: Waiting] = [:]
    private var total: Int64 = 0
    private var endedProcessorMilliseconds: Int64 = 0
    /// Readings that the shared row had once: without a process that they apply to, they are nothing and not unavailable.
    private var applied: Set<SampledQuantity> = []

    /// A pool beside `recorded` rows that the evidence has already, of the client whose first process is `root`.
    init(recorded: Int, root: Int32) {
        self.recorded = recorded
        self.root = root
    }

    /// Goes on with a client that was launched anew as process `root`, which has a row of its own at once.
    mutating func turn(to root: Int32) { self.root = root }

    /// The rows for the `samples` of one moment, those added up in the last one.
    ///
    /// - Parameter leftOut: processes that were not sampled because there are too many; the sums over the tree are then
    ///   unavailable, and say so.
    mutating func rows(_ samples: [SampleRecord], leftOut: Int, at time: Double) -> [SampleRecord] {
        let present = Set(samples.map(\.process))
        own.formIntersection(present)
        var rows: [SampleRecord] = []
        var pooled: [SampleRecord] = []
        var stillWaiting: [ProcessKey: Waiting] = [:]
        for sample in samples {
            let since = waiting[sample.process]?.since ?? time
            if own.contains(sample.process) || isAdmitted(sample, since: since, at: time) {
                rows.append(sample)
                continue
            }
            if waiting[sample.process] == nil { total += 1 }
            stillWaiting[sample.process] = Waiting(
                since: since, processorMilliseconds: sample.readings[.processorMilliseconds]?.value ?? 0)
            pooled.append(sample)
        }
        for (process, last) in waiting where stillWaiting[process] == nil {
            endedProcessorMilliseconds += last.processorMilliseconds
        }
        waiting = stillWaiting
        if !pooled.isEmpty || leftOut > 0 { rows.append(sharedRow(pooled, leftOut: leftOut)) }
        return rows
    }

    private mutating func isAdmitted(_ sample: SampleRecord, since: Double, at time: Double) -> Bool {
        guard recorded < Self.mostRecorded else { return false }
        guard
            recorded < Self.recordedAtOnce || sample.process.pid == root || time - since >= Self.leastSeconds
        else { return false }
        recorded += 1
        own.insert(sample.process)
        return true
    }

    private mutating func sharedRow(_ samples: [SampleRecord], leftOut: Int) -> SampleRecord {
        var readings: [SampledQuantity: Reading<Int64>] = [:]
        let quantities = Set(samples.flatMap(\.readings.keys))
        for quantity in quantities {
            readings[quantity] = sum(samples.map { $0.readings[quantity] ?? .notDue }, of: quantity)
        }
        if case .value(let running)? = readings[.processorMilliseconds] {
            readings[.processorMilliseconds] = .value(endedProcessorMilliseconds + running)
        }
        if leftOut > 0 {
            let reason = Reading<Int64>.unavailable(
                "the client has more processes than the \(ProcessTreeSampler.maximumProcesses) that are followed")
            for quantity in Self.leftOutQuantities { readings[quantity] = reason }
        }
        readings[.processes] = .value(Int64(samples.count + leftOut))
        readings[.processesPooled] = .value(total)
        return SampleRecord(process: Self.key, parent: 0, command: Self.name, tier: 0, readings: readings)
    }

    private static let leftOutQuantities: [SampledQuantity] =
        [.residentKibibytes, .anonymousKibibytes, .threads, .descriptors, .nativeBlocks, .nativeBytes, .pythonBlocks]
        + SampledQuantity.socketStates

    /// Readings of several processes as one: their sum, or the first reason why one of them could not be read.
    private mutating func sum(_ readings: [Reading<Int64>], of quantity: SampledQuantity) -> Reading<Int64> {
        var total: Int64?
        var foreign: Reading<Int64>?
        var isDue = false
        for reading in readings {
            switch reading {
            case .value(let value): total = (total ?? 0) + value
            case .notDue: continue
            case .unavailable(let reason):
                guard ForeignRuntime.reasons.contains(reason) else { return reading }
                foreign = reading
            }
            isDue = true
        }
        guard isDue else { return .notDue }
        if let total {
            applied.insert(quantity)
            return .value(total)
        }
        return applied.contains(quantity) ? .value(0) : foreign ?? .notDue
    }
}
