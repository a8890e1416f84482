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
        let external = facts.sum(.nodeExternalKibibytes).growth(from: memory.cutSeconds)
        // A buffer is a small object that holds much outside the heap, so the heap grows a little with buffers.
        let isOfBuffers =
            external > facts[.nodeHeap].growth(from: memory.cutSeconds)
            && external >= Self.leastShare * facts[.memory].growth(from: memory.cutSeconds)
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
}
