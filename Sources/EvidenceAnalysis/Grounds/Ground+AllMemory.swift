import Evidence
import Text

extension Ground {
    /// The share of the samples at which shared memory may be missing.
    static let mostUnsharedShare = 0.05

    /// Whether memory of every kind was looked at.
    static func allMemory(_ facts: EvidenceFacts) -> Ground {
        let shared = facts.whole(.sharedKibibytes)
        guard !shared.isEmpty else {
            return notApplicable(
                .allMemory, "The evidence holds private anonymous memory only, and nothing of shared memory or swap.")
        }
        if let unseen = facts.events.last(where: { $0.kind == .sampling && $0.subject == sharedMemorySubject }) {
            return notHeld(
                .allMemory, "shared memory seen in part", headline: "shared memory was seen in part only",
                unseen.summary)
        }
        let memory = facts[.memory].count
        let swapped = facts.sum(.swapKibibytes)
        guard memory == 0 || Double(swapped.count) >= (1 - mostUnsharedShare) * Double(memory) else {
            let reason = facts.unavailable.first { $0.quantity == .swapKibibytes }?.reason ?? "no reading was taken"
            return notHeld(
                .allMemory, "swap not read", headline: "swapped memory could not be read",
                "Swapped memory could not be read: \(reason).")
        }
        let objects = Int(facts.whole(.sharedObjects).values.max() ?? 0)
        return held(
            .allMemory, "\(Figures.counted(objects, "shared object")) at most",
            "Private and swapped memory of every process was read, and the tree's shared memory: at the end "
                + "\(Figures.significant(shared.values.last ?? 0)) MB.")
    }

    /// The subject of events that say what of shared memory could not be seen.
    private static let sharedMemorySubject = "shared memory"
}
