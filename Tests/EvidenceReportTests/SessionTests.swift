import Evidence
import EvidenceAnalysis
import Testing

@Suite("A run in several sessions", .timeLimit(.minutes(5)))
struct SessionTests {
    private func facts(_ value: (_ session: Int, _ hours: Double) -> Double) -> EvidenceFacts {
        var facts = Fixture.facts(client: "poll.py", hours: 24)
        facts.sessions.append(
            SessionRecord(number: 2, startedAt: "2026-03-02T09:00:00Z", timeSeconds: 8 * 3600))
        facts[.memory].values = facts[.memory].times.map { time in
            let ripple = 0.02 * Double(Int(time / 60) * 7919 % 13 - 6) / 6
            return time < 8 * 3600 ? value(1, time / 3600) + ripple : value(2, time / 3600 - 8) + ripple
        }
        return facts
    }

    @Test("A series is split at the sessions' starts; parts without values are left out")
    func split() {
        let series = TimeSeries(times: [0, 1, 2, 3], values: [5, 6, 7, 8])
        #expect(series.split(at: []) == [series])
        #expect(
            series.split(at: [2])
                == [TimeSeries(times: [0, 1], values: [5, 6]), TimeSeries(times: [2, 3], values: [7, 8])])
        #expect(series.split(at: [0, 10]) == [series])
        #expect(TimeSeries.empty.split(at: []).isEmpty)
    }

    @Test("A client launched anew does not hide its leak by beginning at its first memory again")
    func leakInBoth() {
        let report = ChannelReport(.memory, judging: facts { _, hours in 20 + 2.4 * hours })
        #expect(report.answer == .leak)
        #expect(abs((report.verdict?.ratePerHour ?? 0) - 2.4) < 0.05)
    }

    @Test("A client launched anew within a session begins another life; the session's own first launch does not")
    func restarts() {
        var run = facts { _, _ in 20 }
        run.events = []
        let launches: [Double] = [0.1, 14_400, 28_800.5, 72_000]
        for time in launches {
            run.events.append(EvidenceEvent(timeSeconds: time, kind: .clientStarted, summary: "Launched."))
        }
        let expected: [Double] = [14_400, 28_800, 72_000]
        #expect(run.restartTimes == expected)
    }

    @Test("A leak in one session alone is a leak; a step from one session to the next is none")
    func leakInOne() {
        let shorter = ChannelReport(.memory, judging: facts { session, hours in session == 1 ? 20 + 2.4 * hours : 20 })
        #expect(shorter.answer == .leak)
        let none = ChannelReport(.memory, judging: facts { session, _ in session == 1 ? 20 : 35 })
        #expect(none.answer == .expected)
        #expect(abs((none.verdict?.durationSeconds ?? 0) - 24 * 3600) < 240)
        #expect(none.verdict?.lifeCount == 2)
    }
}
