import Evidence
import Testing

@testable import SoakHarness

@Suite("Processes that share a row", .timeLimit(.minutes(5)))
struct ProcessPoolTests {
    /// A pool whose places for processes that are recorded at once are taken.
    private func fullPool() -> ProcessPool { ProcessPool(recorded: ProcessPool.recordedAtOnce, root: 1) }

    private func memory(_ row: SampleRecord?) -> Int64? { row?.readings[.anonymousKibibytes]?.value }

    @Test("the first processes of a run have rows of their own at once, the next one does not")
    func first() {
        var pool = ProcessPool(recorded: 0, root: 1)
        let all = (1...Int32(ProcessPool.recordedAtOnce + 1)).map { Fixture.row($0) }
        let rows = pool.rows(all, leftOut: 0, at: 0)
        #expect(rows.count == all.count)
        #expect(rows.dropLast() == all.dropLast())
        #expect(rows.last?.process == ProcessPool.key)
        #expect(rows.last?.readings[.processes] == .value(1))
    }

    @Test("the client's first process has a row of its own whenever it comes")
    func root() {
        var pool = fullPool()
        #expect(pool.rows([Fixture.row(1)], leftOut: 0, at: 0) == [Fixture.row(1)])
        pool.turn(to: 70)
        #expect(pool.rows([Fixture.row(70)], leftOut: 0, at: 1) == [Fixture.row(70)])
    }

    @Test("the shared row is the sum of the others, and they are counted once each")
    func shared() {
        var pool = fullPool()
        _ = pool.rows([Fixture.row(1), Fixture.row(2), Fixture.row(3, kibibytes: 500)], leftOut: 0, at: 0)
        let rows = pool.rows([Fixture.row(1), Fixture.row(3, kibibytes: 600), Fixture.row(4)], leftOut: 0, at: 1)
        #expect(rows.map(\.process.pid) == [1, 0])
        #expect(memory(rows.last) == 1600)
        #expect(rows.last?.readings[.processes] == .value(2))
        #expect(rows.last?.readings[.processesPooled] == .value(3))
        #expect(rows.last?.readings[.processorMilliseconds] == .value(30), "of process 2, which has ended, too")
        #expect(rows.last?.readings[.socketsEstablished] == .notDue)
    }

    @Test("a process that lives on gets a row of its own, and the sum over the tree stays what it was")
    func longLived() {
        var pool = fullPool()
        for second in 0..<Int(ProcessPool.leastSeconds) {
            let rows = pool.rows([Fixture.row(9)], leftOut: 0, at: Double(second))
            #expect(rows.map(\.process) == [ProcessPool.key])
            #expect(memory(rows.first) == 1000)
        }
        #expect(pool.rows([Fixture.row(9)], leftOut: 0, at: ProcessPool.leastSeconds) == [Fixture.row(9)])
        #expect(pool.rows([Fixture.row(9)], leftOut: 0, at: 11) == [Fixture.row(9)])
    }

    @Test("however many processes there are, the rows have an end")
    func limit() {
        var pool = ProcessPool(recorded: ProcessPool.mostRecorded - 1, root: 1)
        #expect(pool.rows([Fixture.row(1)], leftOut: 0, at: 0) == [Fixture.row(1)])
        _ = pool.rows([Fixture.row(1), Fixture.row(2)], leftOut: 0, at: 1)
        let rows = pool.rows([Fixture.row(1), Fixture.row(2)], leftOut: 0, at: 1000)
        #expect(rows.map(\.process.pid) == [1, 0])
    }

    @Test("a reading that one of them could not give is unavailable for all of them, for its own reason")
    func unavailable() {
        var pool = fullPool()
        let rows = pool.rows(
            [Fixture.row(2), Fixture.row(3, kibibytes: nil, reason: "no permission")], leftOut: 0, at: 0)
        #expect(rows.first?.readings[.anonymousKibibytes] == .unavailable("no permission"))
        #expect(rows.first?.readings[.threads] == .value(2))
    }

    @Test("what does not apply to any of them is not unavailable to those that it applies to")
    func foreign() {
        var pool = fullPool()
        var python = Fixture.row(2)
        python.readings[.pythonBlocks] = .value(300)
        #expect(
            pool.rows([Fixture.row(3)], leftOut: 0, at: 0).first?.readings[.pythonBlocks]
                == .unavailable(ForeignRuntime.noPython))
        #expect(pool.rows([Fixture.row(3), python], leftOut: 0, at: 1).first?.readings[.pythonBlocks] == .value(300))
        #expect(pool.rows([Fixture.row(4)], leftOut: 0, at: 2).first?.readings[.pythonBlocks] == .value(0))
    }

    @Test("processes that could not be followed make every sum over the tree unavailable, and say so")
    func leftOut() {
        var pool = fullPool()
        let rows = pool.rows([Fixture.row(1)], leftOut: 5, at: 0)
        #expect(rows.last?.readings[.processes] == .value(5))
        #expect(rows.last?.readings[.anonymousKibibytes]?.reason?.contains("more processes than") == true)
        #expect(Channel.memory.row.total.figure(of: rows) == nil)
        #expect(Channel.children.row.total.figure(of: rows) == 5)
    }
}
