import Evidence
import EvidenceAnalysis
import LeakAnalysis
import Testing

@Suite("What came of the criteria", .timeLimit(.minutes(5)))
struct CriteriaTests {
    /// An hour of a good client: 20 polls a second, storms at 1000, 2000 and 3000 s, back after 1.5 s.
    private func hour() -> EvidenceFacts {
        var facts = Fixture.facts(client: "poll.py", hours: 1)
        let times = (0...3600).map(Double.init)
        facts.server.requestsPerSecond = TimeSeries(times: times, values: times.map { _ in 20 })
        facts.storms = (1...3).map {
            StormRecord(number: $0, timeSeconds: Double($0) * 1000, close: .reset, connectionsClosed: 1)
        }
        facts.reconnects = (1...3).map {
            ReconnectRecord(storm: $0, timeSeconds: Double($0) * 1000 + 1.5, delaySeconds: 1.5)
        }
        facts.events = []
        facts.run.silenceSeconds = 2
        facts.tagGaps = ["A", "B"].map {
            TagGap(tag: $0, reads: 7200, longestGapSeconds: 1.6, longestGapStartSeconds: nil, lastReadSeconds: 3600)
        }
        return facts
    }

    private func result(
        _ facts: EvidenceFacts, _ change: (inout Criteria) -> Void
    ) throws -> CriterionResult {
        var criteria = Criteria()
        change(&criteria)
        let results = criteria.results(of: facts, channels: [])
        #expect(results.count == 1)
        return try #require(results.first)
    }

    @Test("reconnect: met, too late, never, no time left, and nothing to come back from")
    func reconnect() throws {
        var facts = hour()
        #expect(try result(facts) { $0.reconnectSeconds = 2 }.isMet == true)
        let late = try result(facts) { $0.reconnectSeconds = 1 }
        #expect(late.isMet == false)
        #expect(late.measured.contains("3 came too late"))
        facts.reconnects.removeLast()
        let never = try result(facts) { $0.reconnectSeconds = 2 }
        #expect(never.isMet == false)
        #expect(never.measured.contains("did not come back") && never.measured.contains("storm 3"))
        // The last storm came too shortly before the end to say.
        facts.storms[2].timeSeconds = 3599
        #expect(try result(facts) { $0.reconnectSeconds = 2 }.isMet == true)
        facts.storms = facts.storms.map { storm in
            var storm = storm
            storm.connectionsClosed = 0
            return storm
        }
        facts.reconnects = []
        let none = try result(facts) { $0.reconnectSeconds = 2 }
        #expect(none.isMet == nil)
        #expect(none.measured == "no fault disconnected the client")
        #expect(Criteria.standard.results(of: facts, channels: []).isEmpty, "the standard leaves it out")
        #expect(Criteria.standard.results(of: hour(), channels: []).map(\.isMet) == [true])
    }

    @Test("reconnect: after a fault that lasts, the first request counts from its end")
    func lastingFault() throws {
        var facts = hour()
        facts.storms = []
        facts.reconnects = []
        facts.events = [
            EvidenceEvent(timeSeconds: 500, kind: .faultBegan, subject: "outage", summary: "Down."),
            EvidenceEvent(timeSeconds: 600, kind: .faultEnded, subject: "outage", summary: "Up."),
        ]
        for index in 501...604 { facts.server.requestsPerSecond.values[index] = 0 }
        #expect(try result(facts) { $0.reconnectSeconds = 6 }.isMet == true)
        #expect(try result(facts) { $0.reconnectSeconds = 3 }.isMet == false)
        // The outage itself is excused; the same silence without a fault is not.
        #expect(
            try result(facts) {
                $0.pollsPerSecond = 15
            }.isMet == true)
        facts.events = []
        #expect(try result(facts) { $0.pollsPerSecond = 15 }.isMet == false)
    }

    @Test("reconnect: a fault that does not keep a slow client from polling asks nothing of it")
    func harmlessFault() throws {
        var facts = hour()
        facts.storms = []
        facts.reconnects = []
        facts.events = [
            EvidenceEvent(timeSeconds: 500, kind: .faultBegan, subject: "sensor", summary: "Stuck."),
            EvidenceEvent(timeSeconds: 601, kind: .faultEnded, subject: "sensor", summary: "Mended."),
        ]
        for index in facts.server.requestsPerSecond.values.indices where index % 30 != 0 {
            facts.server.requestsPerSecond.values[index] = 0
        }
        #expect(try result(facts) { $0.reconnectSeconds = 2 }.isMet == true)
        for index in 601...700 { facts.server.requestsPerSecond.values[index] = 0 }
        #expect(try result(facts) { $0.reconnectSeconds = 2 }.isMet == false)
    }

    @Test("polls: held, not held by rate or by share, and too short to say")
    func polls() throws {
        var facts = hour()
        #expect(try result(facts) { $0.pollsPerSecond = 19 }.isMet == true)
        #expect(try result(facts) { $0.pollShare = 0.9 }.isMet == true)
        for index in 2500...3600 { facts.server.requestsPerSecond.values[index] = 9 }
        let slow = try result(facts) { $0.pollShare = 0.5 }
        #expect(slow.isMet == false)
        #expect(slow.measured.contains("20.0 polls/s at first, 9.00 in the slowest"))
        #expect(try result(facts) { $0.pollsPerSecond = 5 }.isMet == true)
        facts.server.requestsPerSecond = TimeSeries(times: [0, 1, 2], values: [20, 20, 20])
        #expect(try result(facts) { $0.pollShare = 0.5 }.isMet == nil)
        facts.server.requestsPerSecond = .empty
        #expect(try result(facts) { $0.pollsPerSecond = 5 }.isMet == nil)
    }

    @Test("polls: a slow client is measured over stretches long enough for twenty polls")
    func slowClient() throws {
        var facts = hour()
        let times = (0...3600).map(Double.init)
        facts.server.requestsPerSecond = TimeSeries(
            times: times, values: times.map { Int($0) % 30 == 0 && $0 > 0 ? 1 : 0 })
        #expect(try result(facts) { $0.pollShare = 0.7 }.isMet == true)
    }

    @Test("tags: silent outside faults, silent within one, never read, and not recorded finely enough")
    func tags() throws {
        var facts = hour()
        #expect(try result(facts) { $0.tagUnreadSeconds = 5 }.isMet == true)
        // Twelve seconds, of which ten follow a storm.
        facts.tagSilences = [TagSilence(tag: "A", fromSeconds: 999, toSeconds: 1011)]
        #expect(try result(facts) { $0.tagUnreadSeconds = 5 }.isMet == true)
        facts.tagSilences.append(TagSilence(tag: "B", fromSeconds: 2500, toSeconds: 2540))
        let late = try result(facts) { $0.tagUnreadSeconds = 5 }
        #expect(late.isMet == false)
        #expect(late.measured.contains("B unread for 40 s"))
        #expect(
            try result(facts) {
                $0.tagUnreadSeconds = 5
                $0.requiredTags = ["A"]
            }.isMet == true)
        // Asked more finely than was recorded: only a violation can be told.
        facts.tagSilences = []
        #expect(try result(facts) { $0.tagUnreadSeconds = 1 }.isMet == nil)
        facts.tagGaps.append(TagGap(tag: "C", reads: 0))
        #expect(try result(facts) { $0.tagUnreadSeconds = 5 }.isMet == true, "by default only tags that were read")
        let never = try result(facts) {
            $0.tagUnreadSeconds = 5
            $0.requiredTags = ["A", "C"]
        }
        #expect(never.isMet == false && never.measured == "C never read")
        let stranger = try result(facts) {
            $0.tagUnreadSeconds = 5
            $0.requiredTags = ["X"]
        }
        #expect(stranger.isMet == nil && stranger.measured.contains("no tag X"))
    }

    @Test("tags: older evidence knows each tag's longest silence only, which is enough when it is short")
    func olderEvidence() throws {
        var facts = hour()
        facts.run.silenceSeconds = nil
        #expect(try result(facts) { $0.tagUnreadSeconds = 5 }.isMet == true)
        facts.tagGaps[0].longestGapSeconds = 8
        let open = try result(facts) { $0.tagUnreadSeconds = 5 }
        #expect(open.isMet == nil && open.measured.contains("8 s"))
    }

    @Test("growth: below the limit, above it, and an interval that holds it")
    func growth() throws {
        func answer(_ low: Double, _ high: Double) -> Bool? {
            var verdict = Verdict(answer: .expected, reason: "Fine.")
            verdict.ratePerHour = (low + high) / 2
            verdict.intervalLow = low
            verdict.intervalHigh = high
            var criteria = Criteria()
            criteria.limits[.threads] = 1
            return criteria.results(of: hour(), channels: [ChannelReport(.threads, .judged(verdict))])[0].isMet
        }
        #expect(answer(-0.5, 0.9) == true)
        #expect(answer(1.1, 3) == false)
        #expect(answer(0.5, 1.5) == nil)
        #expect(try result(hour()) { $0.limits[.memory] = 1 }.isMet == nil, "a channel that was not looked at")
    }

    @Test("restarts: as many as allowed, too many, and a client that ended for good")
    func restarts() throws {
        var facts = hour()
        facts.events = [0.1, 100, 200].map {
            EvidenceEvent(timeSeconds: $0, kind: .clientStarted, subject: "1", summary: "Launched.")
        }
        #expect(try result(facts) { $0.restartsAllowed = 2 }.isMet == true)
        #expect(try result(facts) { $0.restartsAllowed = 1 }.isMet == false)
        facts.finish?.reason = .clientEndedEarly(.exited(1))
        #expect(try result(facts) { $0.restartsAllowed = 2 }.isMet == false)
        facts.finish = nil
        #expect(try result(facts) { $0.restartsAllowed = 2 }.isMet == nil)
        #expect(try result(facts) { $0.restartsAllowed = 1 }.isMet == false, "a run that goes on cannot take it back")
    }

    @Test("restarts: a run that was resumed launched the client anew, and that is not the client's restart")
    func resumedRun() throws {
        var facts = hour()
        facts.sessions.append(SessionRecord(number: 2, startedAt: "2026-03-01T15:00:00Z", timeSeconds: 1800))
        facts.events = [0.1, 1800.2].map {
            EvidenceEvent(timeSeconds: $0, kind: .clientStarted, subject: "1", summary: "Launched.")
        }
        #expect(try result(facts) { $0.restartsAllowed = 0 }.isMet == true)
        facts.events.append(
            EvidenceEvent(timeSeconds: 2000, kind: .clientStarted, subject: "1", summary: "Launched."))
        #expect(try result(facts) { $0.restartsAllowed = 0 }.isMet == false)
        #expect(try result(facts) { $0.restartsAllowed = 1 }.isMet == true)
    }

    @Test("fault windows join where they touch, and what is outside them is cut around them")
    func windows() {
        var facts = hour()
        facts.storms = [1000, 1005].map {
            StormRecord(number: Int($0), timeSeconds: $0, close: .reset, connectionsClosed: 1)
        }
        facts.reconnects = []
        let windows = FaultWindows(facts, allowanceSeconds: 10)
        #expect(windows.stretches == [0...10, 1000...1015])
        let parts = windows.parts(from: 5, to: 1100)
        #expect(parts.map(\.from) == [10, 1015])
        #expect(parts.map(\.to) == [1000, 1100])
        #expect(windows.parts(from: 1001, to: 1002).isEmpty)
        facts.storms = []
        facts.events = [
            (100, .faultBegan, "long"), (110, .faultBegan, "short"), (120, .faultEnded, "short"),
            (200, .faultEnded, "long"),
        ].map { EvidenceEvent(timeSeconds: $0, kind: $1, subject: $2, summary: "") }
        #expect(FaultWindows(facts, allowanceSeconds: 10).stretches == [0...10, 100...210], "a short one inside")
    }

    @Test("a failed criterion gives status 4, an open one 2, and met ones 0")
    func status() {
        func model(_ criteria: Criteria) -> ReportModel {
            let facts = hour()
            let quiet = Channel.allCases.map { channel in
                ChannelReport(channel, .judged(Verdict(answer: .expected, reason: "Fine.")))
            }
            return ReportModel(
                facts: facts, channels: quiet, criteria: criteria.results(of: facts, channels: quiet))
        }
        var criteria = Criteria()
        criteria.reconnectSeconds = 2
        #expect(model(criteria).overall.exitStatus == 0)
        criteria.tagUnreadSeconds = 1
        #expect(model(criteria).overall.exitStatus == 2)
        criteria.reconnectSeconds = 1
        #expect(model(criteria).overall.exitStatus == 4)
        #expect(ReportModel(judging: hour(), by: criteria).criteria.count == 2)
    }
}
