import Evidence
import LeakAnalysis
import Text

/// What memory seen from outside and the JavaScript heap seen from inside say together: which kind of memory grows.
package struct NodeHeapAgreement: Hashable, Sendable {
    /// What grows.
    package enum Kind: String, CaseIterable, Hashable, Sendable {
        /// Both grow: JavaScript objects are kept.
        case objects
        /// Memory grows with what JavaScript objects hold outside the heap: buffers are kept.
        case buffers
        /// Memory grows, and nothing that V8 knows of: native code, or fragmentation.
        case native
        /// The heap grows, memory does not: objects fill space that the process had already.
        case heapOnly = "heap_only"
    }

    /// Buffers explain the growth of memory when they grew by at least this share of it.
    static let leastShare = 0.5

    /// What grows.
    package var kind: Kind
    /// The same in a sentence or two.
    package var sentence: String

    /// Compares the channels of a run; nil when there is no JavaScript heap among them, or nothing grows.
    package init?(facts: EvidenceFacts, channels: [ChannelReport]) {
        func verdict(_ channel: Channel) -> Verdict? { channels.first { $0.channel == channel }?.verdict }
        guard let memory = verdict(.memory), let heap = verdict(.nodeHeap) else { return nil }
        let external = Self.growth(facts.sum(.nodeExternalKibibytes), over: memory)
        // A buffer is a small object that holds much outside the heap, so the heap grows a little with buffers.
        let isOfBuffers =
            external > Self.growth(facts[.nodeHeap], over: memory)
            && external >= Self.leastShare * Self.growth(facts[.memory], over: memory)
        switch (Self.grows(memory), Self.grows(heap)) {
        case (true?, _) where isOfBuffers:
            kind = .buffers
            sentence =
                "What JavaScript objects hold outside their heap grows with it, by \(Figures.significant(external)) MB: "
                + "buffers are kept (Buffer, ArrayBuffer)."
        case (true?, true?):
            kind = .objects
            sentence = "The JavaScript heap grows too: JavaScript objects are kept."
        case (true?, false?):
            kind = .native
            sentence =
                "Neither the JavaScript heap nor the buffers that it holds grow enough to explain it: what grows is native "
                + "memory, of an addon or of a library, or fragmentation."
        case (false?, true?):
            kind = .heapOnly
            sentence =
                "The JavaScript heap grows while memory does not: the objects still fill space that the process had; "
                + "memory will follow."
        default: return nil
        }
        if facts.nodeWorkers > 0 {
            sentence +=
                " The heaps of its \(Figures.counted(Int(facts.nodeWorkers), "worker thread")) are not in this figure."
        }
    }

    /// Whether a channel grows; nil when its verdict is a doubt that growth alone has not raised.
    private static func grows(_ verdict: Verdict) -> Bool? {
        switch verdict.answer {
        case .leak: true
        case .expected: false
        case .suspicious: (verdict.intervalLow ?? 0) > 0 ? true : nil
        }
    }

    /// How much a series grew from the start of what was judged to the end, each by the median of a tenth.
    private static func growth(_ series: TimeSeries, over verdict: Verdict) -> Double {
        let kept = zip(series.times, series.values).filter { $0.0 >= verdict.cutSeconds }.map(\.1)
        guard kept.count > 1 else { return 0 }
        let share = max(1, kept.count / 10)
        func median(_ values: ArraySlice<Double>) -> Double { values.sorted()[values.count / 2] }
        return median(kept.suffix(share)) - median(kept.prefix(share))
    }
}
