import Testing

@testable import LeakAnalysis

@Suite("Steps that are followed by rest", .timeLimit(.minutes(5)))
struct RestingStepTests {
    private func step(at shares: [Double], seconds: Int = 600) -> Verdict {
        LeakAnalysis.judgeMemory(
            everySecond(seconds, noise: 0.03) { time in
                30 + 4 * Double(shares.filter { time >= $0 * Double(seconds) }.count)
            })
    }

    @Test("a step in the middle is a doubt that names the leak it could hide, and the time that would tell")
    func middle() throws {
        for share in [0.5, 0.65] {
            let verdict = step(at: [share])
            #expect(verdict.answer == .suspicious, "\(verdict.reason)")
            #expect(verdict.reason.contains("1 step") && verdict.reason.contains("MB/h at most"), "\(verdict.reason)")
            #expect(try #require(verdict.hoursNeeded) > 0.5)
        }
    }

    @Test("a step in the first quarter is start-up")
    func early() {
        #expect(step(at: [0.2]).answer == .expected)
    }

    @Test("the more steps there were, the sooner their rest is long enough")
    func chance() throws {
        func rest(_ steps: [Double]) throws -> RestingSteps {
            let series = everySecond(1000) { time in 30 + 4 * Double(steps.filter { time >= $0 }.count) }
            let measures = SeriesMeasures(CleanSeries(series), scale: .memory)
            return try #require(RestingSteps(measures, steps: measures.sureSteps))
        }
        let one = try rest([450])
        #expect(one.count == 1 && !one.isAtRest && one.hoursNeeded > 0)
        let three = try rest([350, 380, 425])
        #expect(three.count == 3 && three.chance < one.chance)
        #expect(three.isAtRest)
        let late = try rest([350, 425, 500])
        #expect(!late.isAtRest)
    }

    @Test("a line is not taken for steps, however few its windows")
    func line() {
        let series = everySecond(60, noise: 0.03) { 30 + 0.1 * $0 }
        #expect(SeriesMeasures(CleanSeries(series), scale: .memory).sureSteps.isEmpty)
    }
}
