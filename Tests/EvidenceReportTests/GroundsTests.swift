import Evidence
import EvidenceAnalysis
import EvidenceReport
import LeakAnalysis
import Testing

@Suite("What a clean verdict rests on", .timeLimit(.minutes(5)))
struct GroundsTests {
    private static func ground(_ kind: Ground.Kind, _ facts: EvidenceFacts) throws -> Ground {
        try #require(Fixture.model(.expected, facts: facts).grounds.first { $0.kind == kind })
    }

    /// An hour of samples each second, with an answer in the seconds that `answers` picks.
    private static func facts(answers: (Int) -> Bool) -> EvidenceFacts {
        var facts = Fixture.facts(hours: 1)
        facts.storms = []
        facts.reconnects = []
        facts.events = []
        let times = (1...3600).map(Double.init)
        let rates = (1...3600).map { answers($0) ? 1.0 : 0 }
        facts.server.requestsPerSecond = TimeSeries(times: times, values: times.map { _ in 1 })
        facts.server.answersPerSecond = TimeSeries(times: times, values: rates)
        facts.server.totals = [.requests: 3600, .replies: Int64(rates.reduce(0, +)), .exceptions: 0, .accepted: 1]
        return facts
    }

    @Test("A client that polled throughout is cleared by every ground")
    func healthy() {
        let model = Fixture.model(.expected, facts: Self.facts { _ in true })
        #expect(model.grounds.map(\.kind) == Ground.Kind.allCases)
        #expect(model.grounds.allSatisfy { $0.state != .notHeld })
        #expect(model.overall.exitStatus == .success)
    }

    @Test("A client that never polled is inconclusive, and the first line says so")
    func neverPolled() throws {
        var facts = Self.facts { _ in false }
        facts.server.totals = [.requests: 0, .replies: 0, .exceptions: 0, .accepted: 0]
        let model = Fixture.model(.expected, facts: facts)
        #expect(model.overall.answer == .suspicious)
        #expect(model.overall.exitStatus == .suspicious)
        #expect(model.overall.headline == "Inconclusive: the client never polled")
        #expect(model.overall.reason.hasPrefix("Nobody connected to the server"))
        facts.server.totals[.accepted] = 4
        #expect(
            try Self.ground(.clientWorked, facts).sentence == "The client connected 4 times and never sent a request.")
    }

    @Test("A client that got exceptions only is inconclusive; older evidence that cannot tell them apart is not asked")
    func onlyExceptions() throws {
        var facts = Self.facts { _ in false }
        facts.server.totals = [.requests: 3600, .replies: 0, .exceptions: 3600]
        facts.server.exceptionsByCode = [2: 3600]
        #expect(try Self.ground(.clientWorked, facts).state == .notApplicable)
        facts.events.append(EvidenceEvent(timeSeconds: 3600, kind: .exceptions, summary: ""))
        let ground = try Self.ground(.clientWorked, facts)
        #expect(ground.state == .notHeld)
        #expect(ground.sentence.contains("every answer was exception 2 (illegal data address)"))
    }

    @Test(
        "Silence counts against the client above a tenth of the run",
        arguments: [(3600 / 10 - 20, Ground.State.held), (3600 / 10 + 20, .notHeld)])
    func silent(seconds: Int, state: Ground.State) throws {
        let facts = Self.facts { $0 <= 2000 || $0 > 2000 + seconds }
        #expect(try Self.ground(.clientWorked, facts).state == state)
    }

    @Test("Silence that a fault forbids the client to break does not count")
    func forbidden() throws {
        var facts = Self.facts { $0 <= 1000 || $0 > 2500 }
        #expect(try Self.ground(.clientWorked, facts).state == .notHeld)
        facts.events += [
            EvidenceEvent(timeSeconds: 1000, kind: .faultBegan, subject: "black-hole", summary: ""),
            EvidenceEvent(timeSeconds: 2495, kind: .faultEnded, subject: "black-hole", summary: ""),
        ]
        #expect(try Self.ground(.clientWorked, facts).state == .held)
    }

    @Test("A client that polls once in ten minutes is not silent between its polls")
    func slow() throws {
        #expect(try Self.ground(.clientWorked, Self.facts { $0 % 600 == 30 }).state == .held)
        #expect(try Self.ground(.clientWorked, Self.facts { $0 == 30 }).state == .notHeld)
    }

    @Test("Gaps above a tenth of the run are named with their reason", arguments: [(350.0, true), (370.0, false)])
    func gaps(seconds: Double, holds: Bool) throws {
        var facts = Self.facts { _ in true }
        facts.gaps = [SamplingGap(fromSeconds: 100, toSeconds: 100 + seconds, reason: "The client was not running.")]
        let ground = try Self.ground(.sampled, facts)
        #expect((ground.state == .held) == holds)
        #expect(holds || ground.sentence.contains("The client was not running"))
    }

    @Test("A required reading that could not be taken for more than a twentieth of the run is no clean look")
    func unreadable() throws {
        var facts = Self.facts { _ in true }
        let key = ProcessKey(pid: 4711, startTicks: 1)
        func missing(until end: Double?) -> EvidenceFacts {
            facts.unavailable = [
                UnavailableReading(
                    process: key, quantity: .descriptors, fromSeconds: 0, toSeconds: end, reason: "permission denied")
            ]
            return facts
        }
        #expect(try Self.ground(.readable, missing(until: 170)).state == .held)
        let ground = try Self.ground(.readable, missing(until: nil))
        #expect(ground.state == .notHeld)
        #expect(ground.sentence.contains("descriptors") && ground.sentence.contains("permission denied"))
    }

    @Test("A controller that stood still without a plan is named, with a plan it is not")
    func controllerStopped() throws {
        var facts = Self.facts { _ in true }
        let tag = WatchedTag(name: "PUMP", role: .output, isBit: true, unit: "", summary: "", initial: 0)
        let system = SystemDescription(
            title: "", summary: "", scanMilliseconds: 100, unit: 1, registerEntries: 1, rungs: 1, components: 1)
        facts.events = [
            EvidenceEvent.program(at: 0, system: system, tags: [tag], rungs: []),
            EvidenceEvent.mode(at: 0, "run", isFirst: true),
        ]
        #expect(try Self.ground(.twinHealthy, facts).state == .held)
        facts.events.append(EvidenceEvent.mode(at: 1000, "faulted", isFirst: false))
        #expect(try Self.ground(.twinHealthy, facts).state == .notHeld)
        facts.events.append(EvidenceEvent(timeSeconds: 999, kind: .faultBegan, subject: "stop", summary: ""))
        facts.events.sort { $0.timeSeconds < $1.timeSeconds }
        #expect(try Self.ground(.twinHealthy, facts).state == .held)
    }

    @Test("What was proven to leak leaks on any ground")
    func proven() {
        var facts = Self.facts { _ in false }
        facts.server.totals = [.requests: 0, .replies: 0, .exceptions: 0, .accepted: 0]
        let model = Fixture.model(.leak, facts: facts)
        #expect(model.overall.exitStatus == .leak)
        #expect(model.overall.headline.hasPrefix("Leak"))
    }

    @Test("A ground that does not hold is an error in JUnit, with its sentence")
    func junit() {
        var facts = Self.facts { _ in false }
        facts.server.totals = [.requests: 0, .replies: 0, .exceptions: 0, .accepted: 0]
        let xml = JUnitReport.render(Fixture.model(.expected, facts: facts))
        #expect(xml.contains("<error type=\"ground\" message=\"Nobody connected to the server"))
    }
}
