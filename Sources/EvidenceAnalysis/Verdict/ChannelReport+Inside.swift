import Evidence
import LeakAnalysis

extension ChannelReport {
    /// What every channel says, in the order of the table: memory and what is seen of it from inside are judged together.
    package static func all(judging facts: EvidenceFacts) -> [ChannelReport] {
        var obstacles: [Channel: Outcome] = [:]
        for channel in Channel.allCases { obstacles[channel] = obstacle(channel, in: facts) }
        var together: [Channel: Verdict] = [:]
        if obstacles[.memory] == nil {
            let judged = Set(Channel.allCases).subtracting(obstacles.keys)
            let opinions = LeakAnalysis.judgeMemory(
                Series(facts[.memory], of: facts), inside: InsideMemory(facts, judged: judged))
            together[.memory] = opinions.memory
            together[.nativeBlocks] = opinions.nativeBlocks
            together[.pythonBlocks] = opinions.pythonBlocks
            together[.nodeHeap] = opinions.nodeHeap
            together[.javaHeap] = opinions.javaHeap
        }
        return Channel.allCases.map { channel in
            if let verdict = together[channel] { return ChannelReport(channel, .judged(verdict)) }
            return ChannelReport(channel, obstacles[channel] ?? .judged(judge(channel, in: facts)))
        }
    }
}

extension InsideMemory {
    /// What `facts` show from inside, as far as the channels `judged` can be.
    init(_ facts: EvidenceFacts, judged: Set<Channel>) {
        self.init()
        func series(_ channel: Channel) -> Series? {
            judged.contains(channel) ? Series(facts[channel], of: facts) : nil
        }
        nativeBlocks = series(.nativeBlocks)
        let bytes = facts.sum(.nativeBytes)
        nativeMegabytes = nativeBlocks == nil || bytes.isEmpty ? nil : Series(bytes, of: facts)
        pythonBlocks = series(.pythonBlocks)
        nodeHeap = series(.nodeHeap)
        pythonCollectors = facts.pythonCollectors.map {
            PythonCollector(times: $0.oldest.times, youngest: $0.youngest.values, oldest: $0.oldest.values)
        }
        javaHeap = series(.javaHeap)
        let runtimes = Set(facts.events.filter { $0.kind == .runtime }.map(\.subject))
        hasUnseenHeap = !runtimes.isDisjoint(with: ["go", "jvm", "dotnet"])
        hasSilentCollector = runtimes.contains("jvm")
        hasGoHeap = runtimes.contains("go")
        if facts.hasJava {
            // Young collections promote garbage too; where whole ones ran, what is held after them tells more.
            let whole = facts.javaWholeCollections
            let told = whole.count >= CollectedHeap.fewest ? whole : facts.javaCollections
            collectedHeap = CollectedHeap(times: told.times, megabytes: told.values)
        }
    }
}

extension Series {
    /// The readings `values` with the storms of `facts` and the moments at which the client was started anew.
    ///
    /// A series over several lives of the client would show memory given back that no client gave back, and growth that
    /// is only the next one's warm-up: the restarts tell the analysis where each life begins.
    init(_ values: TimeSeries, of facts: EvidenceFacts) {
        self.init(
            times: values.times, values: values.values, storms: facts.effectiveStormTimes,
            restarts: facts.restartTimes)
    }
}
