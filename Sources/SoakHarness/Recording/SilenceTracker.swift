import Evidence
import ModbusServer

/// Notices when a client leaves a register tag unread for long, from the counts of reads at each sample.
///
/// What it records is certain: a silence ends at the next read where that is known, else at the last sample that still
/// saw it. It may therefore be shorter than the truth by one sampling interval, and never longer.
struct SilenceTracker {
    private struct Tag {
        var name: String
        var count: UInt64 = 0
        var lastSeconds: Double
        var longestGap: Int64 = 0
    }

    /// Silences from this length on are recorded, s.
    let leastSeconds: Double
    private var tags: [Tag]
    private var sampleSeconds: Double

    /// A tracker of these tags, all of them unread since `startSeconds`.
    init(tags: [String], leastSeconds: Double, startSeconds: Double) {
        self.leastSeconds = leastSeconds
        self.tags = tags.map { Tag(name: $0, lastSeconds: startSeconds) }
        sampleSeconds = startSeconds
    }

    /// Silences from this length on are worth a row: half of what is asked for, and no less than two samples.
    static func leastSeconds(asked: Double?, intervalSeconds: Double) -> Double {
        max(2 * intervalSeconds, asked.map { 0.5 * $0 } ?? 10)
    }

    /// The silences that ended since the last call; with `isLast` also those that go on.
    ///
    /// - Parameters:
    ///   - reads: the reads of each tag so far, in the order of the tags.
    ///   - seconds: turns a moment of the monotonic clock into seconds since the start.
    mutating func note(
        _ reads: [EntryReads], at time: Double, isLast: Bool, seconds: (Int64) -> Double
    ) -> [TagSilence] {
        defer { sampleSeconds = time }
        var silences: [TagSilence] = []
        for (index, read) in reads.enumerated() where index < tags.count {
            let before = tags[index]
            let fresh = read.count &- before.count
            var until: Double?
            if fresh == 1 {
                until = seconds(read.lastNanoseconds)
            } else if fresh > 1 {
                // The longest gap grew in this interval, so it is this one; else the first read may have come at once.
                until =
                    read.longestGapNanoseconds > before.longestGap && before.count > 0
                    ? before.lastSeconds + Double(read.longestGapNanoseconds) * 1e-9 : sampleSeconds
            } else if isLast {
                until = time
            }
            if let until, until - before.lastSeconds >= leastSeconds {
                silences.append(TagSilence(tag: before.name, fromSeconds: before.lastSeconds, toSeconds: until))
            }
            if fresh > 0 {
                tags[index].count = read.count
                tags[index].lastSeconds = seconds(read.lastNanoseconds)
                tags[index].longestGap = read.longestGapNanoseconds
            }
        }
        return silences
    }
}
