import Determinism
import Testing

@testable import LeakAnalysis

@Suite("Figures of a verdict", .timeLimit(.minutes(5)))
struct FigureTests {
    @Test("the detectable rate is the reference's at 4, 24 and 48 h")
    func detectable() {
        for (hours, slope) in [(4.0, 0.495), (24, 0.0337), (48, 0.0119)] {
            let rate = LeakAnalysis.detectableRate(noise: 0.5, memorySeconds: 1200, hours: hours)
            #expect(abs(rate - LeakAnalysis.floor(hours: hours) - slope) < 0.02 * slope)
        }
        #expect(LeakAnalysis.detectableRate(noise: 0.5, memorySeconds: 1200, hours: 0) == .infinity)
    }

    @Test("the hours to detect a rate are the inverse of the detectable rate")
    func inverse() {
        for rate in [0.15, 0.5, 2, 10] {
            let hours = LeakAnalysis.hoursToDetect(rate: rate, noise: 0.5, memorySeconds: 1200)
            let back = LeakAnalysis.detectableRate(noise: 0.5, memorySeconds: 1200, hours: hours)
            #expect(abs(back - rate) < 1e-6 * rate)
        }
        #expect(LeakAnalysis.hoursToDetect(rate: 0.1, noise: 0.5, memorySeconds: 1200) == .infinity)
    }

    @Test("Student's points are those of the tables")
    func student() {
        for (degrees, point) in [
            (1.0, 12.706), (2, 4.303), (3, 3.182), (4, 2.776), (6, 2.447), (10, 2.228), (30, 2.042),
        ] {
            #expect(abs(studentPoint(degrees) - point) < 0.005 * point)
        }
    }

    @Test("the plateau time of a warm-up is three time constants")
    func plateau() throws {
        var random = RandomStream(seed: 9, name: "plateau")
        let times = (0...1440).map { Double($0) * 60 }
        let tau = 2.0 * 3600
        let verdict = LeakAnalysis.judgeMemory(
            Series(
                times: times,
                values: times.map { 40 + 20 * (1 - LeakMath.exponential(-$0 / tau)) + 0.1 * random.normal() }))
        #expect(verdict.answer == .expected, "\(verdict.reason)")
        #expect(abs(try #require(verdict.plateauHours) - 6) < 1)
    }

    @Test("the envelope covers the whole run and the fit the judged part")
    func plot() throws {
        let verdict = LeakAnalysis.judgeMemory(everySecond(600, noise: 0.1) { 50 + $0 / 20 })
        #expect(try #require(verdict.envelope.first).t < verdict.cutSeconds)
        #expect(try #require(verdict.fitted.first).t >= verdict.cutSeconds)
        #expect(zip(verdict.envelope, verdict.envelope.dropFirst()).allSatisfy { $0.t < $1.t })
        let last = try #require(verdict.fitted.last)
        #expect(abs(last.y - (50 + last.t / 20)) < 0.5)
    }

    @Test("the period of a sawtooth is found within a tenth")
    func period() throws {
        let series = everySecond(600, noise: 0.05) { 40 + 10 * ($0 / 37 - ($0 / 37).rounded(.down)) }
        let verdict = LeakAnalysis.judgeMemory(series)
        #expect(abs(try #require(verdict.periodSeconds) - 37) < 3.7)
    }

    @Test("a rate is told per thousand operations and against a run before")
    func comparison() throws {
        var before = Verdict(answer: .leak, reason: "")
        (before.ratePerHour, before.intervalLow, before.intervalHigh) = (2, 1.7, 2.3)
        var after = Verdict(answer: .expected, reason: "")
        (after.ratePerHour, after.intervalLow, after.intervalHigh) = (0, -0.4, 0.4)
        let change = try #require(after.rateChange(since: before))
        #expect(change.change == -2 && abs(change.low + 2.5) < 1e-9 && abs(change.high + 1.5) < 1e-9)
        let each = try #require(before.perThousandOperations(operationsPerHour: 4000))
        #expect(each.rate == 0.5 && abs(each.high - 0.575) < 1e-12)
        #expect(before.perThousandOperations(operationsPerHour: 0) == nil)
    }

    @Test("channels that disagree are explained")
    func channels() {
        let leak = Verdict(answer: .leak, reason: "")
        let fine = Verdict(answer: .expected, reason: "")
        #expect(ChannelAgreement(memory: leak, blocks: leak).kind == .agree)
        #expect(ChannelAgreement(memory: leak, blocks: fine).kind == .memoryOnly)
        #expect(ChannelAgreement(memory: fine, blocks: leak).kind == .blocksOnly)
        #expect(ChannelAgreement(memory: fine, blocks: fine).kind == .agree)
    }
}
