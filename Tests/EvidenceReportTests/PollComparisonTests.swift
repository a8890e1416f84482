import EvidenceAnalysis
import LeakAnalysis
import Testing

@Suite("Growth per operation, before and after", .timeLimit(.minutes(5)))
struct PollComparisonTests {
    /// A day with 20 requests a second whose memory grows by `rate` MB/h, give or take `width`.
    private func model(_ rate: Double, width: Double) -> ReportModel {
        var verdict = Verdict(answer: .leak, reason: "r")
        (verdict.ratePerHour, verdict.intervalLow, verdict.intervalHigh) = (rate, rate - width, rate + width)
        return ReportModel(facts: Fixture.facts(), channels: [ChannelReport(.memory, .judged(verdict))])
    }

    @Test("the rate by the hour over the requests of an hour, interval and all")
    func perOperation() throws {
        let growth = try #require(model(7.2, width: 0.72).growthPerThousandPolls)
        #expect(abs(growth.value - 0.1) < 1e-9)
        #expect(abs(growth.low - 0.09) < 1e-9)
        #expect(abs(growth.high - 0.11) < 1e-9)
    }

    @Test("the difference has the interval of two independent runs, in both forms of the comparison")
    func difference() throws {
        let comparison = EvidenceComparison(before: model(7.2, width: 0.3 * 72), after: model(0, width: 0.4 * 72))
        let change = try #require(comparison.changePerThousandPolls)
        #expect(abs(change.value + 0.1) < 1e-9)
        #expect(abs(change.low + 0.6) < 1e-9)
        #expect(abs(change.high - 0.4) < 1e-9)
        #expect(comparison.document.markdown.contains("memory, MB, per 1,000 polls"))
        #expect(comparison.json["change_mb_per_1000_requests"] != .null)
    }

    @Test("without requests there is none")
    func none() {
        var facts = Fixture.facts()
        facts.server.totals = [:]
        let model = ReportModel(judging: facts)
        #expect(EvidenceComparison(before: model, after: model).changePerThousandPolls == nil)
    }

    @Test(
        "each half width goes to the side where it matters: what the first run may have been more, the change is less")
    func asymmetric() {
        let before = MeasuredRate(10, low: 10 - 3, high: 10 + 6)
        let after = MeasuredRate(20, low: 20 - 8, high: 20 + 4)
        let change = after.change(since: before)
        #expect(change.value == 10)
        #expect(change.low == 0, "8 below the second and 6 above the first")
        #expect(change.high == 15, "4 above the second and 3 below the first")
    }
}
