import Evidence
import Testing

@testable import SoakHarness

@Suite("Ending a soak before its time", .timeLimit(.minutes(5)))
struct EarlyEndTests {
    /// The channel that is found to leak in a run whose memory grows by 2 MB a second.
    private func found(restarts: Int = 0) throws -> Channel? {
        var watch = try #require(EarlyEnd(try Fixture.configuration()))
        for second in stride(from: 0, to: 3600, by: 5) {
            let samples = [Fixture.sample(10, bytes: UInt64(second) << 21)]
            if let channel = watch.note(samples, storms: [], restarts: restarts, at: Double(second)) { return channel }
        }
        return nil
    }

    @Test("memory that grows for certain ends the run")
    func leak() throws {
        #expect(try found() == .memory)
    }

    @Test("a client that was launched anew is watched to the planned end")
    func restarted() throws {
        #expect(try found(restarts: 1) == nil)
    }

    @Test("a resumed soak, and one that was not told so, last as long as planned")
    func resumed() throws {
        var configuration = try Fixture.configuration()
        #expect(EarlyEnd(configuration) != nil)
        configuration.resumption = try ResumptionTests.resumption()
        #expect(EarlyEnd(configuration) == nil)
        configuration = try Fixture.configuration()
        configuration.stopsOnLeak = false
        #expect(EarlyEnd(configuration) == nil)
    }

    @Test("a process whose memory cannot be read leaves no sum over the others")
    func partial() {
        let memory = Channel.memory.row.total
        #expect(memory.figure(of: [Fixture.row(1), Fixture.row(2)]) == 2.048)
        #expect(memory.figure(of: [Fixture.row(1), Fixture.row(2, kibibytes: nil)]) == nil)
    }

    @Test("children are counted with those that share a row")
    func children() {
        var shared = Fixture.row(0)
        shared.readings[.processes] = .value(7)
        #expect(Channel.children.row.total.figure(of: [Fixture.row(1)]) == 0)
        #expect(Channel.children.row.total.figure(of: [Fixture.row(1), shared]) == 7)
    }

    @Test("a shell beside Python processes silences them not, and a Python process that cannot be read does")
    func foreign() {
        func python(_ reading: Reading<Int64>) -> SampleRecord {
            var row = Fixture.row(2)
            row.readings[.pythonBlocks] = reading
            return row
        }
        let blocks = Channel.pythonBlocks.row.total
        #expect(blocks.figure(of: [Fixture.row(1), python(.value(500))]) == 500)
        #expect(blocks.figure(of: [python(.value(500)), python(.unavailable("no permission"))]) == nil)
        #expect(blocks.figure(of: [Fixture.row(1)]) == nil)
    }
}
