import Evidence
import Testing
import Text

@Suite("The plan, the peers and the exceptions in the evidence", .timeLimit(.minutes(5)))
struct WorkTotalsTests {
    private func row(_ address: Int?, _ count: Int64, isByFault: Bool = false) -> ExceptionTotals.Row {
        .init(unit: 1, function: 3, address: address, code: 2, isByFault: isByFault, count: count)
    }

    @Test("exception totals come back from their event as they were written, the commonest first")
    func exceptions() throws {
        let totals = ExceptionTotals([row(nil, 3), row(40_001, 900), row(7, 5, isByFault: true)], others: 2)
        #expect(totals.rows.map(\.count) == [900, 5, 3])
        #expect(ExceptionTotals(totals.event(at: 1).detail) == totals)
        #expect(totals.earned == 905)
        #expect(totals.byFault == 5)
        #expect(totals.commonestEarned?.address == 40_001)
        #expect(
            totals.commonestEarned?.sentence
                == "exception 2 (illegal data address) to function 3 at address 40001, unit 1")
        #expect(ExceptionTotals(["rows": "none"]) == nil)
    }

    @Test("of more than 32 rows the rarest become others, a fault's apart from the client's own")
    func manyRows() {
        let totals = ExceptionTotals((0..<40).map { row($0, Int64(100 - $0), isByFault: $0 % 2 == 1) })
        #expect(totals.rows.count == ExceptionTotals.mostRows)
        #expect(totals.others == 68 + 66 + 64 + 62)
        #expect(totals.othersByFault == 67 + 65 + 63 + 61)
        #expect(totals.earned + totals.byFault == (61...100).reduce(0, +))
    }

    @Test("peer totals come back from their event as they were written")
    func peers() throws {
        let totals = PeerTotals(
            own: .init(connections: 2, requests: 80), foreign: .init(connections: 3, requests: 20),
            strangers: [
                .process(pid: 4711, name: "mbpoll"): .init(connections: 1, requests: 15),
                .user(33): .init(connections: 1, requests: 3),
                .machine(address: "10.0.0.7"): .init(connections: 1, requests: 2),
            ], reasons: ["it had ended": .init(connections: 4, requests: 4)])
        let read = try #require(PeerTotals(totals.event(at: 1).detail))
        #expect(read == totals)
        #expect(read.strangers.first?.who.words == "process 4711 (mbpoll)")
        #expect(read.unmatched == .init(connections: 4, requests: 4))
    }

    @Test("what is due, and what was missed with each reason, comes back as it was written")
    func plan() {
        let due = [
            DueFault(
                label: "storms", kind: "flapping", bringsStorms: true,
                (1...300).map { .init(number: $0, dueSeconds: Double($0) / 2) }),
            DueFault(
                label: "busy", kind: "exception", bringsStorms: false, afterPolls: 100,
                [.init(number: 1, dueSeconds: 2.5)]),
        ]
        #expect(DueFault.due(DueFault.event(at: 0, due).detail) == due)
        #expect(due[0].count == 300)
        let reasons: [MissedFault.Reason] = [
            .runEnded, .stoodStill(fromSeconds: 1, toSeconds: 31.5), .awaitsPolls(made: 3, awaited: 100), .interrupted,
            .cutInTwo,
        ]
        for reason in reasons {
            let missed = MissedFault(
                label: "storms", kind: "flapping", isStorm: true, number: 4, dueSeconds: 2, reason: reason, count: 2)
            #expect(MissedFault(missed.event(at: 9).detail) == missed)
            #expect(DueFault.due(missed.event(at: 9).detail) == nil)
        }
        #expect(MissedFault(DueFault.event(at: 0, due).detail) == nil)
    }

    private func facts() -> EvidenceFacts {
        var facts = Fixture.facts(hours: 1)
        facts.sessions = [
            SessionRecord(number: 1, startedAt: "", timeSeconds: 0),
            SessionRecord(number: 2, startedAt: "", timeSeconds: 1000),
        ]
        return facts
    }

    @Test("a run's totals are the sum of the newest of each session")
    func sessions() {
        var facts = facts()
        facts.events = [
            ExceptionTotals([row(7, 5)]).event(at: 60), ExceptionTotals([row(7, 9), row(8, 1)]).event(at: 900),
            ExceptionTotals([row(7, 2)], others: 4).event(at: 1060),
        ]
        #expect(facts.exceptionTotals == ExceptionTotals([row(7, 11), row(8, 1)], others: 4))
        #expect(facts.peerTotals == nil)
        let one = PeerTotals(
            own: .init(connections: 1, requests: 2), foreign: .init(connections: 1, requests: 1),
            strangers: [.user(1): .init(connections: 1, requests: 1)], reasons: [:])
        facts.events = [one.event(at: 5), one.event(at: 1005)]
        #expect(facts.peerTotals?.own.requests == 4)
        #expect(facts.peerTotals?.strangers.map(\.count) == [.init(connections: 2, requests: 2)])
    }

    @Test("storms are counted as carried out, and those apart that closed a connection")
    func stormCounts() {
        func storm(_ number: Int, closed: Int) -> StormRecord {
            StormRecord(number: number, timeSeconds: 1, close: .reset, connectionsClosed: closed)
        }
        var counts = StormCounts([storm(1, closed: 1)])
        #expect(counts.words == "1 storm (all met the client)")
        counts.add([storm(2, closed: 0), storm(3, closed: 4)])
        #expect(counts.words == "3 storms (2 met the client)")
    }

    @Test("what one session missed and a later one carried out is not missed")
    func supersededMisses() {
        var facts = facts()
        func missed(_ number: Int, isStorm: Bool) -> MissedFault {
            MissedFault(label: "f", kind: "k", isStorm: isStorm, number: number, dueSeconds: 1, reason: .runEnded)
        }
        let all = [
            missed(1, isStorm: true), missed(2, isStorm: true), missed(1, isStorm: false), missed(2, isStorm: false),
        ]
        facts.storms = [StormRecord(number: 1, timeSeconds: 1, close: .reset, connectionsClosed: 0)]
        facts.events =
            all.map { $0.event(at: 9) } + [
                EvidenceEvent(
                    timeSeconds: 1001, kind: .faultBegan, subject: "f", summary: "", detail: ["occurrence": 2])
            ]
        #expect(facts.missedFaults == [all[1], all[2]])
    }
}
