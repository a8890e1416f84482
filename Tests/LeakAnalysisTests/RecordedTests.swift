import Testing

@testable import LeakAnalysis

@Suite("A log as it was written", .timeLimit(.minutes(5)))
struct RecordedTests {
    private func rows(_ times: [Double], segment: (Int) -> Double? = { _ in nil }) -> [RecordedRow] {
        times.enumerated().map { RecordedRow(timeSeconds: $1, value: Double($0), segment: segment($0)) }
    }

    /// A hundred moments ten seconds apart on a clock that is moved by `step` before the sixtieth.
    private func moments(step: Double) -> [Double] {
        (0..<100).map { index in Double(index) * 10 + (index < 60 ? 0 : step) }
    }

    @Test("a clock that was set back is carried on from the line before, one interval later")
    func setBack() {
        let series = Series(recorded: rows(moments(step: -300)))
        #expect(series.times == moments(step: 0))
        #expect(series.clockSteps == 1)
        #expect(LeakAnalysis.judgeMemory(series).reason.contains("a clock that was set back once carried on"))
    }

    @Test("a clock that was set forward is a hole")
    func setForward() {
        let series = Series(recorded: rows(moments(step: 300)))
        #expect(series.clockSteps == 0)
        #expect(LeakAnalysis.judgeMemory(series).gapCount == 1)
    }

    @Test("lines in no order, and parts in the wrong order, are left to be sorted")
    func unsorted() {
        let mixed = (0..<100).map { Double(($0 * 37) % 100) }
        #expect(Series(recorded: rows(mixed)).times == mixed)
        let swapped = (50..<100).map(Double.init) + (0..<50).map(Double.init)
        let series = Series(recorded: rows(swapped))
        #expect(series.times == swapped)
        #expect(series.clockSteps == 0)
    }

    @Test("neighbours that changed places are no clock that was set")
    func jitter() {
        var times = (0..<100).map { Double($0) * 10 }
        times.swapAt(40, 41)
        #expect(Series(recorded: rows(times)).times == times)
    }

    @Test("where the segment changes the process was started anew, and a clock that begins at 0 again goes on")
    func segments() {
        let times = (0..<60).map { Double($0) } + (0..<60).map { Double($0) }
        let series = Series(recorded: rows(times) { $0 < 60 ? 1 : 2 })
        #expect(series.times == (0..<120).map(Double.init))
        #expect(series.restarts == [60])
        #expect(series.clockSteps == 0)
    }

    @Test("storms move with the lines around them, and a line that only marks a storm has no reading")
    func storms() {
        var lines = rows(moments(step: -300))
        lines.insert(RecordedRow(timeSeconds: 405, value: nil, isStorm: true), at: 71)
        let series = Series(recorded: lines)
        #expect(series.times.count == 100)
        #expect(series.storms == [705])
    }

    @Test("lines without a moment, and none at all, do no harm")
    func notFinite() {
        #expect(Series(recorded: []).times.isEmpty)
        let series = Series(recorded: rows([.nan, 0, 10, .nan, 20, .infinity, 30]))
        #expect(series.values == [0, 1, 2, 3, 4, 5, 6])
        #expect(LeakAnalysis.judgeMemory(series).droppedCount == 3)
    }
}
