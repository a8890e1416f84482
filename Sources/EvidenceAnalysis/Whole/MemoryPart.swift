import Evidence
import LeakAnalysis
import Text

/// One kind of memory of the client's tree: together they are the channel that is judged.
package struct MemoryPart: Hashable, Sendable {
    /// The kinds, in the order in which they are shown; the raw value stands in `verdict.json`.
    package enum Kind: String, CaseIterable, Hashable, Sendable {
        /// Anonymous memory of single processes, resident.
        case own = "private"
        /// The same, swapped out.
        case swapped
        /// Files in memory: /dev/shm and every other tmpfs.
        case files = "shared_files"
        /// Shared memory without a name: memfd, and shared anonymous mappings.
        case nameless = "shared_nameless"
        /// System V segments.
        case systemV = "shared_sysv"

        /// The name for readers.
        package var title: String {
            switch self {
            case .own: "private"
            case .swapped: "swapped out"
            case .files: "shared: files in memory (/dev/shm, tmpfs)"
            case .nameless: "shared: without a name (memfd, anonymous mappings)"
            case .systemV: "shared: System V segments"
            }
        }
    }

    /// A part that is less than this all the time is not shown, MB: where no part but one is, there is no table.
    static let leastMegabytes = 0.1

    /// Which kind.
    package var kind: Kind
    /// Its amounts, MB.
    package var series: TimeSeries
    /// Growth from the start of what was judged to the end, each by the median of a tenth, MB.
    package var grownMegabytes: Double

    /// The parts of the memory of `facts` that are not nothing; empty for older evidence, which has private memory only.
    static func all(in facts: EvidenceFacts, judged verdict: Verdict?) -> [MemoryPart] {
        guard !facts.whole(.sharedKibibytes).isEmpty else { return [] }
        let files = facts.whole(.sharedFileKibibytes)
        let systemV = facts.whole(.sharedSystemVKibibytes)
        let nameless = facts.whole(.sharedKibibytes).adding(whereKnown: files.scaled(by: -1))
            .adding(whereKnown: systemV.scaled(by: -1))
        let series: [(Kind, TimeSeries)] = [
            (.own, facts.privateMemory), (.swapped, facts.sum(.swapKibibytes)), (.files, files), (.nameless, nameless),
            (.systemV, systemV),
        ]
        return series.filter { $0.0 == .own || ($0.1.values.max() ?? 0) >= leastMegabytes }.map { kind, series in
            MemoryPart(
                kind: kind, series: series, grownMegabytes: series.growth(from: verdict?.cutSeconds ?? 0))
        }
    }

    /// What grows when memory does, where it is not private memory: the part with at least half of the growth of all.
    static func sentence(_ parts: [MemoryPart], memory verdict: Verdict?) -> String? {
        guard let verdict, verdict.answer != .expected else { return nil }
        let all = parts.reduce(0) { $0 + max(0, $1.grownMegabytes) }
        guard all > 0,
            let most = parts.filter({ $0.kind != .own }).max(by: { $0.grownMegabytes < $1.grownMegabytes }),
            most.grownMegabytes >= 0.5 * all
        else { return nil }
        let grown = "by \(Figures.significant(most.grownMegabytes)) MB"
        return switch most.kind {
        case .own: nil
        case .swapped: "What grows is swapped out, \(grown): the machine is short of memory."
        case .files:
            "What grows are files in memory, \(grown): what is written to /dev/shm or another tmpfs stays until it is "
                + "removed, also when nobody has it open."
        case .nameless:
            "What grows is shared memory without a name, \(grown): memfd, or anonymous mappings that processes share."
        case .systemV:
            "What grows are System V segments, \(grown): they stay until somebody removes them (ipcs -m shows them)."
        }
    }
}
