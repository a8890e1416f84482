import LeakCorpus
import Testing
import Text

@testable import LeakAnalysis

@Suite("What convicts is what is printed", .timeLimit(.minutes(5)))
struct ConvictionTests {
    @Test("a rate whose interval, as printed, holds zero convicts nobody")
    func interval() {
        for (rate, low, high, convicts) in [
            (3.0, 1.0, 5.0, true), (3, 0.005, 5, true), (3, 0.004, 5, false), (3, 0, 5, false), (3, -1, 5, false),
            (-3, -5, -1, false), (3, 4, 5, false), (.nan, 1, 2, false), (3, 1, .infinity, false),
        ] {
            var verdict = Verdict(answer: .suspicious, reason: "before")
            let rate = Verdict.Rate(perHour: rate, low: low, high: high)
            #expect(verdict.convict(of: rate, cause: .time, reason: "after") == convicts, "\(rate)")
            #expect((verdict.answer == .leak) == convicts)
            #expect(verdict.reason == (convicts ? "after" : "before"))
            #expect(verdict.ratePerHour == (convicts ? rate.perHour : nil))
        }
    }

    @Test("every leak of the corpora has a rate and an interval above zero, by whatever rule", arguments: [4.0, 24])
    func corpus(hours: Double) throws {
        var leaks = 0
        for kind in CorpusClass.allCases {
            for index in 0..<10 {
                for flaw in [SamplingFlaw.none, .restarts] {
                    let made = LeakCorpus.series(kind, hours: hours, index: index, seed: 90_020, flaw: flaw)
                    leaks += try check(LeakAnalysis.judgeMemory(made.series))
                }
            }
        }
        for kind in CountClass.allCases {
            for index in 0..<10 {
                let series = CountCorpus.series(kind, hours: hours, index: index, seed: 90_020)
                leaks += try check(LeakAnalysis.judgeCount(series))
            }
        }
        #expect(leaks > 40)
    }

    private func check(_ verdict: Verdict) throws -> Int {
        guard verdict.answer == .leak else { return 0 }
        let rate = try #require(verdict.rate)
        #expect(rate.grows, "\(verdict.reason)")
        #expect(verdict.reason.contains(Figures.significant(rate.low)) || verdict.cause == .storms, "\(verdict.reason)")
        #expect(verdict.hoursNeeded == nil)
        return 1
    }
}
