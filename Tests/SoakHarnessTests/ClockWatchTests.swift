import Evidence
import Testing

@testable import SoakHarness

@Suite("Clocks that jump", .timeLimit(.minutes(5)))
struct ClockWatchTests {
    /// The events of two moments a second apart, with so many seconds of suspension and of change of the wall clock.
    private func events(suspended: Double = 0, set: Double = 0) -> [EvidenceEvent] {
        var watch = ClockWatch()
        #expect(watch.note(.init(monotonic: 0, withSuspension: 50, wall: 900), at: 0).isEmpty)
        let nanoseconds = { (seconds: Double) in Int64(seconds * 1e9) }
        return watch.note(
            .init(
                monotonic: nanoseconds(1), withSuspension: 50 + nanoseconds(1 + suspended),
                wall: 900 + nanoseconds(1 + suspended + set)), at: 1)
    }

    @Test("clocks that go on together, and one that is slewed, are no event")
    func even() {
        #expect(events().isEmpty)
        #expect(events(set: 0.9).isEmpty)
        #expect(events(suspended: 0.5).isEmpty)
    }

    @Test("a wall clock that is set is an event, forward or back")
    func set() {
        #expect(
            events(set: 3600).map(\.summary) == [
                "The wall clock was set forward by 3600 s; the run's own times go on evenly."
            ])
        #expect(events(set: -2.5).first?.summary.contains("set back by 2.5 s") == true)
        #expect(events(set: -2.5).map(\.kind) == [.sampling])
    }

    @Test("a machine that was suspended is an event of its own and sets no clock")
    func suspended() {
        #expect(events(suspended: 600).map(\.subject) == ["suspended"])
        #expect(Set(events(suspended: 600, set: -3600).map(\.subject)) == ["suspended", "clock"])
    }
}
