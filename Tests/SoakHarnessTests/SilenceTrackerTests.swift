import Evidence
import Testing

@testable import ModbusServer
@testable import SoakHarness

@Suite("For how long a tag went unread", .timeLimit(.minutes(5)))
struct SilenceTrackerTests {
    private func tracker() -> SilenceTracker { SilenceTracker(tags: ["LEVEL"], leastSeconds: 5, startSeconds: 0) }

    private func reads(_ moments: [Double]) -> EntryReads {
        var reads = EntryReads()
        for moment in moments { reads.note(at: Int64(moment * 1e9)) }
        return reads
    }

    private func silences(_ samples: [(at: Double, reads: [Double])], lastIsLast: Bool = false) -> [TagSilence] {
        var tracker = tracker()
        return samples.enumerated().flatMap { index, sample in
            tracker.note(
                [reads(sample.reads)], at: sample.at, isLast: lastIsLast && index == samples.count - 1
            ) { Double($0) * 1e-9 }
        }
    }

    @Test("a single read ends a silence at its own moment")
    func oneRead() {
        let found = silences([(1, [0.5]), (2, [0.5]), (10, [0.5, 9.25])])
        #expect(found == [TagSilence(tag: "LEVEL", fromSeconds: 0.5, toSeconds: 9.25)])
    }

    @Test("of several reads in one interval the longest gap, if it grew, tells the moment of the first")
    func severalReads() {
        let found = silences([(1, [0.5]), (9, [0.5]), (10, [0.5, 9.5, 9.6, 9.7])])
        #expect(found == [TagSilence(tag: "LEVEL", fromSeconds: 0.5, toSeconds: 9.5)])
    }

    @Test("several reads whose longest gap is an older one may have begun right after the last sample")
    func olderGap() {
        let found = silences([
            (20, [0.5, 20]), (27, [0.5, 20]), (28, [0.5, 20, 27.9, 27.95]),
        ])
        #expect(found.map(\.toSeconds) == [27], "certain is only what the sample before still saw")
    }

    @Test("a silence that is too short is none, and one that goes on is told at the end")
    func ends() {
        #expect(silences([(1, [0.5]), (5, [0.5, 5.4])]).isEmpty)
        #expect(silences([(1, [0.5]), (7, [0.5])]).isEmpty)
        #expect(silences([(1, [0.5]), (7, [0.5])], lastIsLast: true).map(\.toSeconds) == [7])
    }

    @Test("half of what is asked for is worth a row, and no less than two samples")
    func least() {
        #expect(SilenceTracker.leastSeconds(asked: 60, intervalSeconds: 1) == 30)
        #expect(SilenceTracker.leastSeconds(asked: 60, intervalSeconds: 20) == 40)
        #expect(SilenceTracker.leastSeconds(asked: nil, intervalSeconds: 1) == 10)
    }
}
