import Evidence
import Glibc
import ProcessProbes
import Testing

@testable import ModbusServer
@testable import SoakHarness

@Suite("Who polled, added up", .timeLimit(.minutes(5)))
struct PeerTrackerTests {
    private let client = PeerFinding.process(pid: 50, name: "client", ancestors: [40, 7])
    private let other = PeerFinding.process(pid: 60, name: "mbpoll", ancestors: [30, 1])

    private func connection(_ number: UInt64) -> PeerTracker.Connection { .init(serverPort: 5020, number: number) }

    private func answer(_ number: UInt64, _ finding: PeerFinding) -> PeerWatcher.Answer {
        let address = PeerAddress(sockaddr_storage())
        return .init(
            client: .init(serverPort: 5020, connection: number, peer: address, local: address), finding: finding)
    }

    /// The totals at the end.
    private func totals(_ tracker: inout PeerTracker) throws -> PeerTotals {
        let event = tracker.event(at: 100, isLast: true)
        return try #require(event.flatMap { PeerTotals($0.detail) })
    }

    @Test("a connection counts for the tree when a root is among its process's ancestors, and else by its process")
    func ownAndForeign() throws {
        var tracker = PeerTracker(roots: [7])
        for (number, finding) in [(1, client), (2, other), (3, other)] as [(UInt64, PeerFinding)] {
            tracker.noteOpened(connection(number))
            tracker.note(answer(number, finding))
            tracker.noteClosed(connection(number), requests: 10 * number, at: 1)
        }
        let totals = try totals(&tracker)
        #expect(totals.own == .init(connections: 1, requests: 10))
        #expect(totals.foreign == .init(connections: 2, requests: 50))
        #expect(totals.strangers.map(\.who) == [.process(pid: 60, name: "mbpoll")])
        #expect(totals.strangers.map(\.count) == [.init(connections: 2, requests: 50)])
        #expect(totals.unmatched == .init())
    }

    @Test("a process that is measured, or descends from one that was, is as good as the client's own")
    func measured() throws {
        var tracker = PeerTracker(roots: [7])
        tracker.noteOpened(connection(1))
        tracker.note(measured: [60])
        tracker.note(answer(1, other))
        tracker.note(measured: [])
        tracker.noteOpened(connection(2))
        tracker.note(answer(2, .process(pid: 61, name: "child", ancestors: [60, 30, 1])))
        tracker.note(measured: [])
        tracker.noteOpened(connection(3))
        tracker.note(answer(3, other))
        let totals = try totals(&tracker)
        #expect(totals.own.connections == 2)
        #expect(totals.foreign.connections == 1, "it was measured once, and may be another process by now")
    }

    @Test("an answer that comes before the connection's record, and one that comes after its end, count all the same")
    func anyOrder() throws {
        var tracker = PeerTracker(roots: [7])
        tracker.note(answer(1, client))
        tracker.noteOpened(connection(1))
        tracker.noteClosed(connection(1), requests: 3, at: 1)
        tracker.noteOpened(connection(2))
        tracker.noteClosed(connection(2), requests: 4, at: 1)
        _ = tracker.event(at: 2, isLast: false)
        tracker.note(answer(2, client))
        #expect(try totals(&tracker).own == .init(connections: 2, requests: 7))
    }

    @Test("nobody knows a connection that ended and was never told of, once patience is over")
    func patience() throws {
        var tracker = PeerTracker(roots: [7])
        tracker.noteOpened(connection(1))
        tracker.noteClosed(connection(1), requests: 4, at: 1)
        _ = tracker.event(at: 1 + PeerTracker.patienceSeconds, isLast: false)
        tracker.note(answer(1, client))
        let totals = try totals(&tracker)
        #expect(totals.unmatched.requests == 4)
        #expect(totals.reasons.keys.sorted() == [PeerFinding.Reason.tooMany.words])
    }

    @Test("an open connection that nobody could tell is asked about again, a few times, and a later answer holds")
    func again() throws {
        var tracker = PeerTracker(roots: [7])
        tracker.noteOpened(connection(1))
        tracker.note(answer(1, .unknown(.outOfTime)))
        #expect(tracker.inDoubt().map(\.connection) == [1])
        tracker.note(answer(1, client))
        #expect(tracker.inDoubt().isEmpty)
        tracker.note(answer(1, .unknown(.ended)))
        #expect(try totals(&tracker).own.connections == 1)

        tracker.noteOpened(connection(2))
        for _ in 0..<PeerTracker.mostTries { tracker.note(answer(2, .unknown(.hidden))) }
        #expect(tracker.inDoubt().isEmpty)
    }

    @Test("users and machines are named where no process can be, and of many strangers the eight with most requests")
    func strangers() throws {
        var tracker = PeerTracker(roots: [7])
        let findings: [PeerFinding] =
            [.user(1000), .machine(address: "192.168.1.20")]
            + (1...10).map { .process(pid: Int32(100 + $0), name: "p", ancestors: []) }
        for (place, finding) in findings.enumerated() {
            let number = UInt64(place + 1)
            tracker.noteOpened(connection(number))
            tracker.note(answer(number, finding))
            tracker.noteClosed(connection(number), requests: UInt64(1000 - place), at: 1)
        }
        let totals = try totals(&tracker)
        #expect(totals.foreign.connections == 12)
        #expect(totals.strangers.count == PeerTotals.mostStrangers)
        #expect(totals.strangers.prefix(2).map(\.who) == [.user(1000), .machine(address: "192.168.1.20")])
    }

    @Test("totals are written once a minute, where something changed")
    func onceAMinute() {
        var tracker = PeerTracker(roots: [7])
        tracker.noteOpened(connection(1))
        tracker.note(answer(1, client))
        #expect(tracker.event(at: 30, isLast: false) == nil)
        #expect(tracker.event(at: 60, isLast: false) != nil)
        #expect(tracker.event(at: 120, isLast: false) == nil)
        tracker.noteClosed(connection(1), requests: 9, at: 130)
        #expect(tracker.event(at: 150, isLast: false) == nil)
        #expect(tracker.event(at: 180, isLast: false) != nil)
    }
}
