import Text

/// Memory judged together with what is seen from inside the process.
///
/// Pages say what is held, the counts from inside what is alive. Where the two disagree, garbage, fragmentation and a
/// high-water mark lie between them.
package struct MemoryOpinions: Sendable {
    /// The answer about private memory.
    package private(set) var memory: Verdict
    /// The answer about the C library's blocks; nil where they were not counted.
    package private(set) var nativeBlocks: Verdict?
    /// The answer about Python's blocks; nil where they were not counted.
    package private(set) var pythonBlocks: Verdict?
    /// The answer about the JavaScript heap; nil where there is none.
    package private(set) var nodeHeap: Verdict?
    /// The answer about the Java heap after its collections; nil where there is none.
    package private(set) var javaHeap: Verdict?

    /// What V8's young generation may take up before the first collection of the old one, in MB.
    static let youngGeneration = 32.0
    /// By how much V8's old generation may grow before a collection is due, in MB.
    static let leastHeapGrowth = 8.0

    /// Private memory below which a Go program may not have collected yet, in MB: a heap of 4 MB and the runtime's own.
    static let smallestGoHeap = 8.0

    private let inside: InsideMemory
    private let lastMegabytes: Double
    private let alive: Verdict?
    private let aliveSeries: Series?
    /// What memory itself must have kept in a run of this length to be called a leak, in MB.
    private let leastLeak: Double

    /// Judges `readings` of private memory beside what `inside` shows.
    init(_ readings: Series, inside: InsideMemory) {
        self.inside = inside
        lastMegabytes = readings.values.last ?? 0
        memory = LeakAnalysis.judgeMemory(readings)
        nativeBlocks = inside.nativeBlocks.map(LeakAnalysis.judgeCount)
        pythonBlocks = inside.pythonBlocks.map(LeakAnalysis.judgeCount)
        nodeHeap = inside.nodeHeap.map(LeakAnalysis.judgeMemory)
        javaHeap = inside.javaHeap.map(LeakAnalysis.judgeMemory)
        aliveSeries = inside.alive
        leastLeak = Scale.memory.least(duration: (readings.times.last ?? 0) - (readings.times.first ?? 0))
        alive = aliveSeries.map(LeakAnalysis.judgeMemory)
        weighCollectedHeap()
        quietJavaHeap()
        weighGarbage()
        weighAlive()
        quietSecondOpinions()
    }

    // MARK: Collected heaps

    /// A JVM's memory rises until it collects: what is held after its collections decides.
    private mutating func weighCollectedHeap() {
        guard memory.answer != .expected else { return }
        guard let heap = inside.collectedHeap else {
            if inside.hasSilentCollector {
                retreat("its heap holds garbage until it is collected, and nothing tells of its collections")
            }
            return
        }
        switch heap.finding(after: memory.cutSeconds) {
        case .tooFew(let count):
            retreat(
                "only \(Figures.counted(count, "collection")) of its heap ran since the cut, so that it may be garbage")
        case .undecided(let count):
            retreat("what its heap holds after \(Figures.counted(count, "collection")) rises, too few to tell how far")
        case .level(let count):
            memory.clear(
                "Memory is a high-water mark: after each of \(Figures.counted(count, "collection")) the heap holds no more "
                    + "than before. From outside: \(memory.reason)")
        case .rising(let rate, let count):
            memory.convict(
                of: rate, cause: .time,
                reason: "What the heap holds after a collection grows by \(Self.words(rate)), over "
                    + "\(Figures.counted(count, "collection")). From outside: \(memory.reason)")
        }
    }

    /// The Java heap's own figures are steps from collection to collection, too few for shapes: the collections decide.
    private mutating func quietJavaHeap() {
        guard var verdict = javaHeap, verdict.answer != .expected, memory.answer == .expected else { return }
        if case .rising? = inside.collectedHeap?.finding(after: memory.cutSeconds) { return }
        verdict.clear(
            "Memory holds, and what is alive after collections shows no steady rise. By itself: \(verdict.reason)")
        javaHeap = verdict
    }

    // MARK: garbage that waits for a collection

    /// What garbage may come to without a full collection, in MB; 1 MB is never a leak.
    ///
    /// CPython makes one only when the objects that wait for it are a quarter of those that live long. V8 lets its old
    /// generation grow by some megabytes before it marks, or by as much as it held when it last did.
    private var tolerated: Double {
        func atCut(_ series: Series) -> Double {
            median(zip(series.times, series.values).filter { abs($0.0 - memory.cutSeconds) < 10 }.map(\.1))
        }
        guard let blocks = inside.pythonBlocks else {
            return 1 + (inside.nodeHeap.map { max(Self.leastHeapGrowth, atCut($0)) } ?? 0)
        }
        let held = atCut(blocks)
        let quarter = 0.25 * held * InsideMemory.bytesPerPythonBlock / 1e6
        return 1 + quarter * (inside.pythonCollectors.contains(where: \.isPuttingOff) ? 2 : 1)
    }

    private var isCollectorOff: Bool { inside.pythonCollectors.contains(where: \.isOff) }

    /// Whether a Python collector made no full collection since the cut, and is not off.
    private var isUncollected: Bool {
        !inside.pythonCollectors.isEmpty && !isCollectorOff
            && inside.pythonCollectors.allSatisfy { $0.fullCollections(after: memory.cutSeconds) == 0 }
    }

    /// Whether V8 did not collect its old generation since the cut: it never gave back half a megabyte and a twentieth.
    private var isOldGenerationUncollected: Bool {
        guard inside.pythonBlocks == nil, let heap = inside.nodeHeap else { return false }
        var highest = 0.0
        for (time, value) in zip(heap.times, heap.values) where time >= memory.cutSeconds {
            highest = max(highest, value)
            if highest - value >= max(0.5, 0.05 * highest) { return false }
        }
        return highest > 0
    }

    private mutating func weighGarbage() {
        guard memory.answer == .leak else { return }
        if isCollectorOff {
            memory.reason += " Python's collector is switched off, so garbage that refers to itself is a leak too."
        }
        let most = Figures.significant(tolerated)
        if isUncollected, memory.growth < tolerated {
            retreat(
                "Python's collector made no full collection since the cut, and garbage that waits for one may come to \(most) MB"
            )
        } else if isOldGenerationUncollected, memory.growth < tolerated {
            retreat("V8 did not collect its old generation since the cut, and garbage in it may come to \(most) MB")
        } else if inside.hasGoHeap, lastMegabytes < Self.smallestGoHeap {
            retreat(
                "Go's collector first runs when the heap has 4 MB, and with \(Figures.significant(lastMegabytes)) MB in all it may "
                    + "not have run yet")
        }
    }

    // MARK: What is alive

    private mutating func weighAlive() {
        guard let alive, memory.answer != .expected else { return }
        let kept = memory.growth
        if alive.answer == .expected, alive.growth < 0.5 * kept + 0.3,
            fell >= 0.5 * kept || (inside.nodeHeap != nil && kept < Self.youngGeneration)
        {
            memory.clear(
                "Memory is a high-water mark: of the \(Figures.significant(kept)) MB that it kept, what is alive in it kept "
                    + "\(Figures.significant(max(0, alive.growth))) MB and holds. From outside: \(memory.reason)")
        } else if memory.answer == .suspicious, isUncollected, max(memory.odds, alive.odds) < 1,
            kept < tolerated, alive.answer != .leak, pythonBlocks?.answer != .leak
        {
            memory.clear(
                "Memory kept \(Figures.significant(kept)) MB, no more than the \(Figures.significant(tolerated)) MB of garbage with which "
                    + "Python puts off a full collection, and none ran since the cut. From outside: \(memory.reason)")
        } else if memory.answer == .suspicious, alive.answer == .leak, alive.growth > tolerated,
            kept >= max(0.5 * alive.growth, leastLeak), let rate = alive.rate, rate.perHour > 0
        {
            memory.convict(
                of: rate, cause: alive.cause ?? .time,
                reason: "What is alive in memory grows by \(Self.words(rate)). From outside: \(memory.reason)")
        }
    }

    /// By how much what is alive has fallen after the cut, from any height to any later low, in MB.
    private var fell: Double {
        guard let aliveSeries else { return 0 }
        let values = zip(aliveSeries.times, aliveSeries.values).filter { $0.0 >= memory.cutSeconds }.map(\.1)
        guard values.count >= 3 else { return 0 }
        // Of three neighbours the middle one, so that a single reading is neither a height nor a low.
        let smooth = (1..<(values.count - 1)).map { median([values[$0 - 1], values[$0], values[$0 + 1]]) }
        var highest = smooth[0]
        return smooth.reduce(0) { most, value in
            highest = max(highest, value)
            return max(most, highest - value)
        }
    }

    // MARK: Second opinions

    /// While memory is expected, a count from inside raises no doubt unless it is a leak whose bytes would be one.
    private mutating func quietSecondOpinions() {
        guard memory.answer == .expected else { return }
        let bytes: [(WritableKeyPath<MemoryOpinions, Verdict?>, Series?, Double)] = [
            (\.nativeBlocks, inside.nativeMegabytes, 1),
            (\.pythonBlocks, inside.pythonBlocks, InsideMemory.bytesPerPythonBlock / 1e6),
            (\.nodeHeap, inside.nodeHeap, 1),
        ]
        for (path, series, factor) in bytes {
            guard var verdict = self[keyPath: path], verdict.answer != .expected else { continue }
            let amount: Double
            if let series {
                var scaled = series
                scaled.values = series.values.map { $0 * factor }
                let judged = LeakAnalysis.judgeMemory(scaled)
                if verdict.answer == .leak, judged.answer == .leak, judged.growth > tolerated { continue }
                amount = judged.growth
            } else {
                amount = 0
            }
            verdict.clear(
                "Memory holds, and what grew here comes to \(Figures.significant(max(0, amount))) MB, which could not reach what is "
                    + "called a leak of memory. By itself: \(verdict.reason)")
            self[keyPath: path] = verdict
        }
    }

    /// Takes a leak back to a doubt, because of `why`, a clause.
    private mutating func retreat(_ why: String) {
        guard memory.answer == .leak else { return }
        let more = max(memory.durationSeconds / 3600, 0.05)
        memory.doubt(
            "Memory grows, but \(why); about \(Figures.duration(more * 3600)) more would tell. From outside: \(memory.reason)",
            hoursNeeded: more)
    }

    private static func words(_ rate: Verdict.Rate) -> String {
        "\(Figures.significant(rate.perHour)) MB/h (95 % interval \(Figures.significant(rate.low)) to \(Figures.significant(rate.high)))"
    }
}

extension LeakAnalysis {
    /// Judges the private memory of a process tree, in MB, beside what is seen from inside of it.
    ///
    /// Cost: that of a verdict for each series.
    package static func judgeMemory(_ readings: Series, inside: InsideMemory) -> MemoryOpinions {
        MemoryOpinions(readings, inside: inside)
    }
}
