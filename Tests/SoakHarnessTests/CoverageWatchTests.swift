import Evidence
import Testing

@testable import SoakHarness

@Suite("Stretches without samples carry their reason", .timeLimit(.minutes(5)))
struct CoverageWatchTests {
    private func gap(
        after seconds: Double, _ stretch: CoverageWatch.Stretch = .init()
    ) -> [SamplingGap] {
        var watch = CoverageWatch(intervalSeconds: 1, startSeconds: 0)
        #expect(watch.note(at: 0, hasClient: true, isLast: false, since: .init()).isEmpty)
        return watch.note(at: seconds, hasClient: true, isLast: false, since: stretch)
    }

    @Test("three intervals are none, more than three are one")
    func threshold() {
        #expect(gap(after: 3).isEmpty)
        let gaps = gap(after: 3.1)
        #expect(gaps.map(\.fromSeconds) == [0])
        #expect(gaps.map(\.toSeconds) == [3.1])
    }

    @Test("a twinsim that was stopped says so, and so does a machine that was suspended")
    func stopped() {
        #expect(gap(after: 10, .init(wasStopped: true)).first?.reason.contains("stopped by a signal") == true)
        // The run's time stands still while the machine is suspended, so that no time is missing on it.
        let suspended = gap(after: 1, .init(suspendedSeconds: 3600))
        #expect(suspended.first?.reason.contains("suspended for 3600 s") == true)
    }

    @Test("what the sample itself took, what the processors were busy with and what is not known are told apart")
    func reasons() {
        #expect(gap(after: 10, .init(passSeconds: 8)).first?.reason.contains("took 8 s") == true)
        let busy = gap(after: 10, .init(passSeconds: 0.1, waitedForProcessorSeconds: 7))
        #expect(busy.first?.reason.contains("processors were busy") == true)
        let frozen = gap(after: 10, .init(passSeconds: 0.1, waitedForProcessorSeconds: 0.2))
        #expect(frozen.first?.reason.contains("did not run twinsim") == true)
    }

    @Test("a client that was not running is to blame itself, and excused from nothing")
    func client() {
        var watch = CoverageWatch(intervalSeconds: 1, startSeconds: 0)
        var gaps: [SamplingGap] = []
        for second in 0...20 {
            gaps += watch.note(
                at: Double(second), hasClient: !(5..<10).contains(second), isLast: false, since: .init())
        }
        #expect(
            gaps == [SamplingGap(fromSeconds: 4, toSeconds: 10, reason: SamplingGap.clientWasNotRunning)])
        #expect(gaps.first?.isTheClients == true)
    }

    @Test("a client that is away for a moment leaves no gap, and one that stays away has one at the end")
    func awayAtTheEnd() {
        var watch = CoverageWatch(intervalSeconds: 1, startSeconds: 0)
        #expect(watch.note(at: 0, hasClient: true, isLast: false, since: .init()).isEmpty)
        #expect(watch.note(at: 1, hasClient: false, isLast: false, since: .init()).isEmpty)
        #expect(watch.note(at: 2, hasClient: true, isLast: false, since: .init()).isEmpty)
        for second in 3...8 {
            #expect(watch.note(at: Double(second), hasClient: false, isLast: false, since: .init()).isEmpty)
        }
        #expect(watch.note(at: 9, hasClient: false, isLast: true, since: .init()).map(\.fromSeconds) == [2])
    }
}
