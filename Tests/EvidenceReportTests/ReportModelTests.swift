import Evidence
import EvidenceAnalysis
import LeakAnalysis
import Testing

@Suite("What a report derives from the facts", .timeLimit(.minutes(5)))
struct ReportModelTests {
    @Test("a steady leak is found in memory, with its rate and its rate per request")
    func leak() throws {
        var facts = Fixture.facts()
        facts[.memory].values = facts[.memory].times.enumerated().map { 20 + 0.6 * $1 / 3600 + Double($0 % 7) * 0.01 }
        let model = ReportModel(judging: facts)
        #expect(model.overall.exitStatus == 1)
        let rate = try #require(model.memory?.ratePerHour)
        #expect(abs(rate - 0.6) < 0.05)
        let perThousand = try #require(model.megabytesPerThousandPolls)
        #expect(abs(perThousand - rate / 72) < 1e-9)
    }

    @Test("a healthy client is cleared, status 0")
    func healthy() {
        let model = ReportModel(judging: Fixture.facts())
        #expect(model.overall.exitStatus == 0)
        #expect(model.overall.answer == .expected)
    }

    @Test("a descriptor leak alone is a leak")
    func descriptorLeak() {
        var facts = Fixture.facts()
        facts[.descriptors].values = facts[.descriptors].times.map { 9 + ($0 / 900).rounded(.down) }
        let model = ReportModel(judging: facts)
        #expect(model.overall.exitStatus == 1)
        #expect(model.overall.headline == "Leak: descriptors")
    }

    @Test("a channel without readings is explained by the reason that was recorded")
    func unavailable() {
        var facts = Fixture.facts()
        facts[.memory] = .empty
        facts.unavailable.append(
            UnavailableReading(
                process: ProcessKey(pid: 1, startTicks: 1), quantity: .anonymousKibibytes, fromSeconds: 0,
                toSeconds: nil, reason: "permission denied"))
        let model = ReportModel(judging: facts)
        #expect(model.channels[0].reason == "Not looked at: permission denied.")
        #expect(model.overall.exitStatus == 2)
        #expect(model.limitations.contains("memory could not be read: permission denied."))
    }

    @Test("a storm row has its reconnects, and a storm that met nobody has none")
    func storms() {
        let rows = ReportModel(judging: Fixture.facts()).storms
        #expect(rows.map(\.reconnects) == [0, 1, 0])
        #expect(rows[1].firstDelaySeconds == 1.5)
        #expect(rows[0].lastDelaySeconds == nil)
    }

    @Test("the harness is convicted of its own leak only after an hour")
    func harness() {
        for (hours, status) in [(24.0, Int32(70)), (0.5, 0)] {
            var facts = Fixture.facts(hours: hours)
            let times = (0..<1800).map { Double($0) * hours * 2 }
            facts.server.ownMemory = TimeSeries(
                times: times, values: times.map { 9 + 40 * $0 / facts.durationSeconds })
            let model = ReportModel(judging: facts)
            #expect(model.harness?.answer == .leak)
            #expect(model.overall.exitStatus.rawValue == status)
        }
    }

    @Test("A shell that stays before a Python client does not hide the client's objects, though it has none itself")
    func shellBefore() throws {
        var facts = Fixture.facts()
        facts[.pythonBlocks] = facts[.threads]
        facts.unavailable.append(
            UnavailableReading(
                process: ProcessKey(pid: 1, startTicks: 1), quantity: .pythonBlocks, fromSeconds: 0, toSeconds: nil,
                reason: ForeignRuntime.noPython))
        let judged = ReportModel(judging: facts).channels.first { $0.channel == .pythonBlocks }
        #expect(judged?.answer == .expected, "\(judged?.reason ?? "")")
        facts[.pythonBlocks] = .empty
        let blind = ReportModel(judging: facts).channels.first { $0.channel == .pythonBlocks }
        #expect(blind?.blindness == ForeignRuntime.noPython, "where nobody has any, that is why")
    }
}
