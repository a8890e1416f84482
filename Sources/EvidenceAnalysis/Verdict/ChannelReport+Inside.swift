import Evidence
import LeakAnalysis

extension ChannelReport {
    /// What every channel says, in the order of the table: memory and what is seen of it from inside are judged together.
    package static func all(judging facts: EvidenceFacts) -> [ChannelReport] {
        let reports = Channel.allCases.map { ChannelReport($0, judging: facts) }
        guard reports.contains(where: { $0.channel == .memory && $0.verdict != nil }) else { return reports }
        let opinions = LeakAnalysis.judgeMemory(
            Series(facts[.memory], of: facts), inside: InsideMemory(facts, judged: reports))
        let together: [Channel: Verdict?] = [
            .memory: opinions.memory, .nativeBlocks: opinions.nativeBlocks, .pythonBlocks: opinions.pythonBlocks,
            .nodeHeap: opinions.nodeHeap, .javaHeap: opinions.javaHeap,
        ]
        return reports.map { report in
            guard let verdict = together[report.channel] ?? nil else { return report }
            return ChannelReport(report.channel, .judged(verdict))
        }
    }
}

extension InsideMemory {
    /// What `facts` show from inside, as far as the channels among `reports` could be judged.
    init(_ facts: EvidenceFacts, judged reports: [ChannelReport]) {
        self.init()
        func series(_ channel: Channel) -> Series? {
            reports.contains { $0.channel == channel && $0.verdict != nil } ? Series(facts[channel], of: facts) : nil
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
