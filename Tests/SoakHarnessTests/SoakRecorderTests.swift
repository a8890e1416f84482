import Evidence
import FaultPlan
import ModbusServer
import ProcessProbes
import Testing

@testable import SoakHarness

@Suite("What one sampling pass leaves in the evidence", .timeLimit(.minutes(5)))
struct SoakRecorderTests {
    private func recorder() throws -> SoakRecorder {
        SoakRecorder(
            try Fixture.plant(),
            plan: PlanTracker(try FaultPlan.none.timetable(inRunOf: 60, seed: 1), startSeconds: 0, speed: 1),
            watcher: nil,
            start: 0, startSeconds: 0, silenceSeconds: 10, pool: ProcessPool(recorded: 0, root: 10))
    }

    private func batch(
        _ recorder: inout SoakRecorder, _ samples: [ProcessSample], at time: Double, isLast: Bool = false
    )
        -> EvidenceBatch
    {
        recorder.batch(at: time, samples: samples, leftOut: 0, samplingNanoseconds: 0, isLast: isLast)
    }

    @Test("a storm that closed nothing counts for nothing, one that the end cuts short is in the last batch")
    func storms() throws {
        var recorder = try recorder()
        var batch = EvidenceBatch(timeSeconds: 1)
        recorder.add(
            ServerRecord(nanoseconds: 1_000_000_000, event: .storm(number: 1, how: .reset, closed: 0)), to: &batch)
        #expect(batch.storms.map(\.connectionsClosed) == [0])
        #expect(recorder.stormTimes.isEmpty)
        recorder.add(
            ServerRecord(nanoseconds: 2_000_000_000, event: .stormRefusal(number: 2, isOver: false)), to: &batch)
        recorder.add(
            ServerRecord(nanoseconds: 2_000_000_000, event: .storm(number: 2, how: .reset, closed: 3)), to: &batch)
        #expect(recorder.stormTimes == [2])
        #expect(self.batch(&recorder, [], at: 3).storms.isEmpty)
        #expect(self.batch(&recorder, [], at: 4, isLast: true).storms.map(\.number) == [2])
    }

    @Test("a process that is not there any more has ended, the shared row never does")
    func ends() throws {
        var recorder = try recorder()
        let many = (10...Int32(10 + ProcessPool.recordedAtOnce)).map { Fixture.sample($0, bytes: 1) }
        #expect(batch(&recorder, many, at: 1).samples.last?.process == ProcessPool.key)
        let next = batch(&recorder, Array(many.prefix(2)), at: 2)
        #expect(next.ends.count == ProcessPool.recordedAtOnce - 2)
        #expect(!next.ends.contains { $0.process == ProcessPool.key })
    }

    @Test("a socket table that cannot be read is told as such, and a turn that has not come as that")
    func sockets() {
        let failed = SampleRecord(
            Fixture.sample(1, bytes: 1, sockets: .value(SocketCounts(total: 2, statesFailure: "no socket diagnostics")))
        )
        #expect(failed.readings[.socketsEstablished] == .unavailable("no socket diagnostics"))
        let later = SampleRecord(Fixture.sample(1, bytes: 1, sockets: .value(SocketCounts(total: 2))))
        #expect(later.readings[.socketsEstablished] == .notDue)
    }
}
