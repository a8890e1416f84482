import Evidence
import ModbusServer
import Testing

@testable import SoakHarness

@Suite("Storms, from single disconnections", .timeLimit(.minutes(5)))
struct StormTrackerTests {
    @Test("a storm is complete after its last disconnection, and not while connecting is refused")
    func complete() {
        var tracker = StormTracker { _ in 2 }
        tracker.noteRefusing(storm: 1, at: 10)
        #expect(tracker.note(storm: 1, how: .reset, closed: 1, at: 10) == (true, nil))
        #expect(tracker.note(storm: 1, how: .reset, closed: 1, at: 11) == (false, nil), "clients may not connect yet")
        let (refused, record) = tracker.noteAccepting(storm: 1, at: 13)
        #expect(refused == 3)
        #expect(record == StormRecord(number: 1, timeSeconds: 10, close: .reset, connectionsClosed: 2))
        #expect(tracker.cutShort().isEmpty)
    }

    @Test("a storm that closed nothing is none to the client, and one that met somebody later is")
    func effective() {
        var tracker = StormTracker { _ in 2 }
        _ = tracker.note(storm: 1, how: .orderly, closed: 0, at: 10)
        _ = tracker.note(storm: 1, how: .orderly, closed: 0, at: 11)
        #expect(tracker.effectiveTimes.isEmpty)
        _ = tracker.note(storm: 2, how: .orderly, closed: 0, at: 20)
        _ = tracker.note(storm: 2, how: .orderly, closed: 3, at: 21)
        #expect(tracker.effectiveTimes == [21])
    }

    @Test("each connection that was closed waits for one reconnect")
    func reconnects() {
        var tracker = StormTracker { _ in 1 }
        #expect(tracker.noteAccepted(at: 1) == nil, "the first connection comes back from nowhere")
        _ = tracker.note(storm: 7, how: .reset, closed: 2, at: 10)
        #expect(tracker.noteAccepted(at: 10.5) == ReconnectRecord(storm: 7, timeSeconds: 10.5, delaySeconds: 0.5))
        #expect(tracker.noteAccepted(at: 12)?.delaySeconds == 2)
        #expect(tracker.noteAccepted(at: 13) == nil)
    }

    @Test("who connects after another fault closed his connection comes back from that one, and not from the storm")
    func otherFault() {
        var tracker = StormTracker { _ in 1 }
        _ = tracker.note(storm: 1, how: .reset, closed: 1, at: 10)
        tracker.noteOtherFault()
        #expect(tracker.noteAccepted(at: 11) == nil)
    }

    @Test("a storm that the run's end cuts short is told with what it did until then")
    func cutShort() {
        var tracker = StormTracker { _ in 3 }
        _ = tracker.note(storm: 4, how: .orderly, closed: 2, at: 50)
        let record = StormRecord(number: 4, timeSeconds: 50, close: .orderly, connectionsClosed: 2)
        #expect(tracker.cutShort() == [record])
        #expect(tracker.cutShort().isEmpty)
    }
}
