import SoakHarness
import Testing

@Suite("When a traced run takes its snapshots", .timeLimit(.minutes(5)))
struct TraceScheduleTests {
    /// What is due, looked at once a second; `polls` a second.
    private static func taken(
        _ schedule: TraceSchedule, until end: Int, pollsASecond: Int64 = 10
    ) -> [(time: Int, occasion: String)] {
        var schedule = schedule
        return (0...end).compactMap { second in
            schedule.due(at: Double(second), polls: Int64(second) * pollsASecond).map { (second, $0) }
        }
    }

    @Test("Three between baseline and end, the middle one in the middle of the time that is compared")
    func byTime() {
        let taken = Self.taken(TraceSchedule(from: 0, to: 600, baseline: 60, storms: []), until: 599)
        #expect(taken.map(\.occasion) == ["early", "middle", "late"])
        #expect(taken.map(\.time) == [195, 330, 465])
    }

    @Test("Storms in the first third: the middle one has storms behind it, and is before the middle of the time")
    func byStorms() {
        let storms = (0..<10).map { 100 + 20 * Double($0) }
        let taken = Self.taken(TraceSchedule(from: 0, to: 600, baseline: 60, storms: storms), until: 599)
        #expect(taken.map(\.occasion) == ["early", "middle", "late"])
        let behind = storms.filter { $0 > Double(taken[1].time) }.count
        #expect((1...4).contains(behind), "\(behind) of 10 storms are behind \(taken)")
        #expect(taken[1].time < 330)
    }

    @Test("A moment within 20 s after a storm waits until the client has settled, or the next storm comes")
    func settled() {
        let alone = Self.taken(TraceSchedule(from: 0, to: 600, baseline: 0, storms: [300]), until: 599)
        #expect(alone.map(\.time).allSatisfy { $0 < 300 || $0 >= 320 }, "\(alone)")
        let storms = stride(from: 10.0, to: 600, by: 10).map { $0 }
        let dense = Self.taken(TraceSchedule(from: 0, to: 600, baseline: 0, storms: storms), until: 599)
        #expect(dense.count == 3)
        #expect(dense.allSatisfy { $0.time % 10 >= 9 || $0.time % 10 == 0 }, "\(dense)")
    }

    @Test("Moments that a pause swallowed together are one snapshot, the middle one if it is among them")
    func swallowed() {
        var schedule = TraceSchedule(from: 0, to: 100, baseline: 0, storms: [])
        #expect(schedule.due(at: 90, polls: 0) == "middle")
        #expect(schedule.due(at: 95, polls: 0) == nil)
    }

    @Test("Every 30 s, or every 500 requests, when that is asked for; one of them is the middle one")
    func asked() {
        let byTime = Self.taken(
            TraceSchedule(from: 0, to: 300, baseline: 30, storms: [], everySeconds: 30), until: 299)
        #expect(byTime.map(\.time) == [30, 60, 90, 120, 150, 180, 210, 240, 270])
        #expect(byTime.filter { $0.occasion == "middle" }.map(\.time) == [180])
        let byPolls = Self.taken(
            TraceSchedule(from: 0, to: 300, baseline: 30, storms: [], everyPolls: 500), until: 299)
        #expect(byPolls.map(\.time) == [50, 100, 150, 200, 250])
        #expect(byPolls.filter { $0.occasion == "middle" }.count == 1)
    }
}
