import Evidence
import EvidenceAnalysis
import EvidenceReport
import LeakAnalysis
import Testing

@Suite("Kinds of waiting under a faster clock are judged by what they measured", .timeLimit(.minutes(5)))
struct WaitFindingTests {
    /// Rounds that each take so long on the process's own clock, which runs `asked` times as fast.
    private func finding(
        _ seconds: [Double], of rounds: Int? = nil, real: Double? = nil, processor: Double? = 0, asked: Double = 10,
        wait: Double = 0.05
    ) -> WaitFinding {
        var stamps = [100.0]
        for second in seconds { stamps.append((stamps.last ?? 0) + second) }
        return WaitFinding(
            kind: "k", stamps: stamps, rounds: rounds ?? seconds.count, waitSeconds: wait,
            realSeconds: real ?? seconds.reduce(0, +) / asked,
            processorSeconds: processor, asked: asked)
    }

    @Test("A wait as long as it should be passes, with the factor that it attained")
    func passes() throws {
        let judged = finding([Double](repeating: 0.055, count: 20))
        #expect(judged.outcome == .passes)
        let factor = try #require(judged.factor)
        #expect(abs(factor - 9.09) < 0.01)
        #expect(!judged.forbids)
    }

    @Test("A busy machine lengthens most of the rounds, and the promptest quarter still shows the library's doing")
    func busyMachine() {
        let rounds = (0..<20).map { $0.isMultiple(of: 3) ? 0.06 : 0.9 }
        #expect(finding(rounds).outcome == .passes)
    }

    @Test("No round hangs, no stamp at all could not be tried, and both forbid the run")
    func hangs() {
        #expect(finding([], real: 1.2).outcome == .hangs)
        #expect(finding([], real: 1.2).forbids)
        // Waits that grow from one to the next stall in the end.
        #expect(finding([0.05, 0.2, 0.8], of: 30, real: 1.2).outcome == .hangs)
        #expect(finding([0.2, 0.84], of: 12, real: 1.2, asked: 2).outcome == .hangs)
        let nothing = WaitFinding(
            kind: "k", stamps: [], rounds: 20, waitSeconds: 0.05, realSeconds: 0, processorSeconds: nil, asked: 10)
        #expect(nothing.outcome == .failed)
        #expect(nothing.forbids)
    }

    @Test("A wait that is rounded to nothing spins, and so does one that keeps a processor busy")
    func spins() {
        #expect(finding([Double](repeating: 0.0009, count: 20), asked: 60).outcome == .spins)
        #expect(finding([Double](repeating: 0.05, count: 40), processor: 0.19).outcome == .spins)
        #expect(finding([Double](repeating: 0.05, count: 40), processor: 0.02).outcome == .passes)
    }

    @Test("A wait in real time is not accelerated, with a clock that runs faster and with one that does not")
    func notAccelerated() {
        #expect(finding([Double](repeating: 0.5, count: 20)).outcome == .notAccelerated)
        #expect(finding([Double](repeating: 0.05, count: 20), real: 1).outcome == .notAccelerated)
        #expect(!finding([Double](repeating: 0.5, count: 20)).forbids)
    }

    @Test("A dangerous kind forbids the run unless the user says that the client does not use it")
    func unused() {
        for outcome in WaitFinding.Outcome.allCases {
            let used = WaitFinding(kind: "k", outcome: outcome, factor: nil)
            let unused = WaitFinding(kind: "k", outcome: outcome, factor: nil, isUnused: true)
            #expect(used.forbids == [.hangs, .spins, .failed].contains(outcome))
            #expect(!unused.forbids)
        }
    }

    @Test("The highest safe factor is that at which every kind in question works")
    func highestSafe() {
        func at(_ first: WaitFinding.Outcome, _ second: WaitFinding.Outcome) -> [WaitFinding] {
            [.init(kind: "a", outcome: first, factor: 1), .init(kind: "b", outcome: second, factor: 1)]
        }
        let trials = [50.0: at(.passes, .spins), 25: at(.passes, .passes), 10: at(.passes, .passes)]
        #expect(WaitFinding.highestSafe(trials, kinds: ["a", "b"]) == 25)
        #expect(WaitFinding.highestSafe(trials, kinds: ["a"]) == 50)
        #expect(WaitFinding.highestSafe([10: at(.hangs, .passes)], kinds: ["a"]) == nil)
    }
}

@Suite("Compressed runs are marked, and told by the operation or the event", .timeLimit(.minutes(5)))
struct CompressedRunTests {
    private static let acceleration = Acceleration(
        asked: 60, library: "/lib/libfaketime.so.1", runtime: "python", executable: "/usr/bin/python3",
        waitSeconds: 0.05,
        waits: [
            WaitFinding(kind: "time-sleep", outcome: .passes, factor: 47),
            WaitFinding(kind: "event-wait", outcome: .hangs, factor: nil, isUnused: true),
            WaitFinding(kind: "signal-timer", outcome: .notAccelerated, factor: 0.9),
        ], plainRate: .measured(20), scanPeriodSeconds: 0.1)

    /// 48 minutes at speed 60 with 45 times the plain rate, memory growing by 90 MB/h of the run.
    private func facts(plain: Acceleration.PlainRate = .measured(20), requests: Int64 = 48 * 60 * 900) -> EvidenceFacts
    {
        var facts = Fixture.facts(hours: 0.8)
        var acceleration = Self.acceleration
        acceleration.plainRate = plain
        facts.events.append(acceleration.event(at: 0))
        facts.server.totals = [.requests: requests, .replies: requests, .scans: 48 * 60 * 10 * 58]
        facts.run.plannedSeconds = 48 * 60
        return facts
    }

    private func model(_ answer: Answer, _ facts: EvidenceFacts) -> ReportModel {
        var verdict = Verdict(answer: answer, reason: "It is \(answer.rawValue).")
        (verdict.ratePerHour, verdict.intervalLow, verdict.intervalHigh) = (90, 81, 99)
        verdict.detectablePerHour = 32.4
        (verdict.perStorm, verdict.perStormLow, verdict.perStormHigh) = (0.25, 0.2, 0.3)
        return ReportModel(facts: facts, channels: Channel.allCases.map { ChannelReport($0, .judged(verdict)) })
    }

    @Test("The evidence gives back what was written into it")
    func recorded() {
        let events = [Self.acceleration.event(at: 1), EventRate(factor: 300).event(at: 1)]
        #expect(Acceleration(recordedIn: events) == Self.acceleration)
        #expect(EventRate(recordedIn: events) == EventRate(factor: 300))
        #expect(Acceleration(recordedIn: []) == nil)
        #expect(CompressedRun(Fixture.facts(), memory: nil, faults: []) == nil)
    }

    @Test("Attained factor and equivalent hours follow from the requests, not from the factor that was asked for")
    func attained() throws {
        let run = try #require(model(.leak, facts()).compressed)
        #expect(run.attained == 45)
        #expect(run.equivalentHours == 36)
        #expect(abs(try #require(run.plantFactor) - 58) < 1e-9)
        // 900 requests a second are 3240 thousand an hour.
        #expect(abs(try #require(run.perThousand) - 90 / 3240) < 1e-12)
        #expect(abs(try #require(run.perThousandLow) - 81 / 3240) < 1e-12)
        #expect(abs(try #require(run.perThousandHigh) - 99 / 3240) < 1e-12)
    }

    @Test(
        "Every output of an accelerated run says so, and none gives a rate by the hour as its figure",
        arguments: Answer.allCases)
    func marked(answer: Answer) throws {
        let model = model(answer, facts())
        #expect(model.overall.headline.hasPrefix("Accelerated ×60"))
        #expect(model.overall.reason.contains("MB per 1000 requests"))
        #expect(model.overall.reason.contains("no verdict on real hours"))
        for text in [model.document.markdown, model.document.html] {
            #expect(text.contains("Accelerated ×60"))
            #expect(text.contains("per 1000 requests"))
            #expect(text.contains("attained factor"))
            #expect(text.contains("36"))
            #expect(text.contains("event-wait hangs"))
            #expect(!text.contains("memory growth:") && !text.contains("<dt>memory growth"))
        }
        #expect(JUnitReport.render(model).contains("(accelerated ×60)"))
        let json = VerdictDocument.render(model)
        #expect(json.contains("\"accelerated\": true"))
        #expect(json.contains("\"speed_attained\": 45"))
        #expect(json.contains("\"rate_mb_per_hour\": null"))
    }

    @Test("A clean accelerated run is clean by the operation and by nothing else")
    func clean() {
        let model = model(.expected, facts())
        #expect(model.overall.exitStatus == 0)
        #expect(model.overall.headline == "Accelerated ×60: no leak by the operation")
        #expect(model.limitations.contains { $0.contains("it is no run of 48 h") })
        #expect(model.limitations.contains { $0.contains("its user said that the client does not wait like this") })
        #expect(model.limitations.contains { $0.contains("slower than 0.0100 MB per 1000 requests") })
        #expect(model.limitations.contains { $0.contains("signal-timer") })
    }

    @Test("A client that was not faster for all its faster clock is not cleared")
    func notFaster() {
        let model = model(.expected, facts(requests: 48 * 60 * 20))
        #expect(model.overall.exitStatus == 2)
        #expect(model.overall.answer == .suspicious)
        #expect(model.overall.headline.contains("was not faster"))
    }

    @Test("Without a rate in real time the attained factor is unavailable and not zero")
    func noPlainRate() throws {
        let model = model(.expected, facts(plain: .unavailable("it made 3 requests")))
        let run = try #require(model.compressed)
        #expect(run.attained == nil)
        #expect(run.equivalentHours == nil)
        #expect(model.overall.reason.contains("it made 3 requests"))
        #expect(model.document.markdown.contains("unavailable: it made 3 requests"))
        #expect(VerdictDocument.render(model).contains("\"speed_attained\": null"))
    }

    @Test("A plant that was too slow, and a program that no trial stood for, are named")
    func slowPlant() {
        var facts = facts()
        facts.server.totals[.scans] = 48 * 60 * 10 * 30
        facts.events.append(
            EvidenceEvent(
                timeSeconds: 3, kind: .runtime, subject: "go", summary: "s",
                detail: ["runtime": .string("go"), "executable": .string("/opt/gateway")]))
        let model = model(.expected, facts)
        #expect(model.limitations.contains { $0.contains("The plant attained only 30 of 60") })
        #expect(model.limitations.contains { $0.contains("/opt/gateway (go)") })
    }

    @Test("A run with more events is told by the event: growth a storm with its interval, and the hours of the plan")
    func events() throws {
        var facts = Fixture.facts(hours: 1.0 / 6)
        facts.events.append(EventRate(factor: 300).event(at: 0))
        facts.storms = (1...50).map {
            StormRecord(number: $0, timeSeconds: Double($0) * 11, close: .reset, connectionsClosed: 1)
        }
        let model = model(.leak, facts)
        let run = try #require(model.compressed)
        #expect(abs(try #require(run.planHours) - 50) < 1e-9)
        #expect(run.storms == 50)
        #expect(model.overall.headline == "Events ×300: leak: memory, descriptors, sockets, threads, child processes")
        #expect(model.overall.reason.contains("as many events as 50 h of the plan as written"))
        #expect(model.overall.reason.contains("A storm left +0.250 MB behind (95 % interval +0.200 to +0.300)"))
        #expect(VerdictDocument.render(model).contains("\"events_equivalent_hours\": 50"))
        // Its hours are real ones.
        #expect(VerdictDocument.render(model).contains("\"rate_mb_per_hour\": 90"))
        #expect(model.limitations.contains { $0.contains("growth by the hour only as far as") })
        #expect(self.model(.expected, facts).overall.headline == "Events ×300: no leak by the event")
    }

    @Test("Runs at different speeds are not compared by their rates")
    func compared() {
        let comparison = EvidenceComparison(before: model(.leak, Fixture.facts()), after: model(.expected, facts()))
        #expect(comparison.answer == .cannotTell)
        #expect(comparison.exitStatus == 2)
        #expect(comparison.reason.contains("different speeds"))
    }
}
