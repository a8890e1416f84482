import LeakAnalysis
import LeakCorpus
import Testing

@Suite("The simple rules that the verdict is compared with", .timeLimit(.minutes(5)))
struct MethodTests {
    private func series(_ value: (Double) -> Double) -> Series {
        let times = (0...1440).map { Double($0) * 60 }
        return Series(
            times: times, values: times.map { value($0 / 3600) + 0.01 * Double((Int($0) / 60 * 7919) % 13 - 6) })
    }

    @Test("all of them call a steep straight line, none of them a flat one", arguments: Method.allCases)
    func plain(method: Method) {
        #expect(method.judge(series { 40 + 2 * $0 }).answer == .leak)
        #expect(method.judge(series { _ in 40 }).answer == .expected)
    }

    @Test("a plateau is a leak to a test for a trend, and growth that ends to us")
    func plateau() {
        let filled = series { 40 + 20 * (1 - 1 / (1 + $0 * $0)) }
        #expect(Method.mannKendall.judge(filled).answer == .leak)
        #expect(Method.leastSquares.judge(filled).answer == .leak)
        #expect(Method.ours.judge(filled).answer == .expected)
    }

    @Test("a series of too few readings is no leak to any", arguments: Method.allCases)
    func tooFew(method: Method) {
        #expect(method.judge(Series(times: [0, 60, 120], values: [1, 2, 3])).answer != .leak)
        #expect(method.judge(Series(times: [], values: [])).answer != .leak)
    }

    @Test("least squares cover the truth in its interval on a straight line, and the stated rate is found")
    func interval() throws {
        let line = Method.leastSquares.judge(series { 40 + 0.5 * $0 })
        #expect(try #require(line.interval).contains(0.5))
        #expect(try #require(line.detectable) < 0.5)
    }
}
