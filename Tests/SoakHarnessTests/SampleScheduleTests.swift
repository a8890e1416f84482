import Testing

@testable import SoakHarness

@Suite("When samples are due", .timeLimit(.minutes(5)))
struct SampleScheduleTests {
    @Test("a sample that is taken late does not move the next one")
    func late() {
        var schedule = SampleSchedule(begin: 1000, interval: 100)
        schedule.take(at: 1000)
        #expect(schedule.next == 1100)
        schedule.take(at: 1150)
        #expect(schedule.next == 1200)
    }

    @Test("moments that were missed are left out, and those after them stay where they were")
    func missed() {
        var schedule = SampleSchedule(begin: 0, interval: 100)
        schedule.take(at: 0)
        schedule.take(at: 471)
        #expect(schedule.next == 500)
        schedule.take(at: 500)
        #expect(schedule.next == 600)
    }

    @Test("a sample that is taken before its time, as the last one may be, takes its place")
    func early() {
        var schedule = SampleSchedule(begin: 0, interval: 100)
        schedule.take(at: 0)
        schedule.take(at: 60)
        #expect(schedule.next == 200)
    }
}
