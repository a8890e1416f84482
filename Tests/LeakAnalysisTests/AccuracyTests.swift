import LeakAnalysis
import LeakCorpus
import Testing

/// The figures to reach, on a sample that a debug build judges in seconds; Docs/Verdict.md has the full measurement.
///
/// The seeds are not those that the rules were tuned on. The bounds leave the sample's own play: with 8 series a class
/// one wrong answer is 1.3 % of all.
@Suite("Accuracy on the corpus", .timeLimit(.minutes(5)))
struct AccuracyTests {
    static let count = 8

    @Test("a day: leaks are called, the healthy are not accused", arguments: [UInt64(90_001), 90_002])
    func day(seed: UInt64) throws {
        let accuracy = Accuracy(hours: 24, count: Self.count, seed: seed)
        #expect(try #require(accuracy.recall) >= 0.95)
        #expect(try #require(accuracy.falseAlarms) <= 0.03)
        #expect(try #require(accuracy.threeWay) >= 0.92)
        #expect(try #require(accuracy.coverage) >= 0.88)
    }

    @Test("two days: every strong leak is called, no healthy series is accused")
    func twoDays() throws {
        let accuracy = Accuracy(hours: 48, count: Self.count, seed: 90_003)
        #expect(try #require(accuracy.recall) == 1)
        #expect(try #require(accuracy.falseAlarms) == 0)
        #expect(try #require(accuracy.threeWay) >= 0.96)
        #expect(try #require(accuracy.coverage) >= 0.9)
    }

    @Test("four hours: the healthy are not accused, class by class no answer is the opposite of the truth")
    func fourHours() throws {
        let accuracy = Accuracy(hours: 4, count: Self.count, seed: 90_004)
        #expect(try #require(accuracy.falseAlarms) <= 0.05)
        #expect(try #require(accuracy.threeWay) >= 0.7)
        for row in accuracy.rows where row.kind == .flat || row.kind == .warmUp || row.kind == .sawtooth {
            #expect(row.answers[.leak] == nil, "\(row.kind.rawValue)")
            #expect(row.right >= Self.count * 3 / 4, "\(row.kind.rawValue)")
        }
    }

    @Test("a day under three times the noise: leaks are still called, the healthy not accused")
    func loudNoise() throws {
        let accuracy = Accuracy(hours: 24, count: Self.count, seed: 90_008, noise: 3)
        #expect(try #require(accuracy.recall) >= 0.85)
        #expect(try #require(accuracy.falseAlarms) <= 0.03)
    }

    @Test("a few spikes that are kept under three times the noise are no line")
    func loudSpikes() {
        let accuracy = Accuracy(hours: 24, count: 80, seed: 90_014, classes: [.spikesRetained], noise: 3)
        #expect((accuracy.rows[0].answers[.leak] ?? 0) <= 4)
    }

    @Test(
        "a day of readings as they come: no flaw makes the healthy leak, and most leaks show all the same",
        arguments: SamplingFlaw.allCases.filter { $0 != .irregular })
    func flaws(flaw: SamplingFlaw) throws {
        let accuracy = Accuracy(hours: 24, count: 5, seed: 90_009, flaw: flaw)
        #expect(try #require(accuracy.recall) >= (flaw == .restarts ? 0.5 : 0.8))
        #expect(try #require(accuracy.falseAlarms) <= 0.07)
    }

    @Test("class by class at a day, at most one answer in eight is wrong", arguments: CorpusClass.allCases)
    func classes(kind: CorpusClass) {
        let accuracy = Accuracy(hours: 24, count: Self.count, seed: 90_005, classes: [kind])
        #expect(accuracy.rows[0].right >= Self.count - 1)
    }

    @Test("a leak of 2.4 MB/h shows within four hours in nine of ten runs")
    func strongLeakInFourHours() {
        let called = (0..<40).count { index in
            let made = LeakCorpus.series(.linearLeak, hours: 4, index: index, seed: 90_006, rate: 2.4)
            return LeakAnalysis.judgeMemory(made.series).answer == .leak
        }
        #expect(called >= 34)
    }

    @Test("storm leaks are blamed on storms when quiet thirds tell them from time")
    func stormsAreBlamed() {
        var blamed = 0
        var called = 0
        for index in 0..<12 {
            let made = LeakCorpus.series(.stormLeak, hours: 24, index: index, seed: 90_007)
            guard made.series.storms.allSatisfy({ $0 > 28_000 && $0 < 58_000 }) else { continue }
            called += 1
            if LeakAnalysis.judgeMemory(made.series).cause == .storms { blamed += 1 }
        }
        #expect(called > 0)
        #expect(blamed >= called - 1)
    }

    @Test("the same seed makes the same series, another one does not")
    func seeded() {
        for kind in CorpusClass.allCases {
            let first = LeakCorpus.series(kind, hours: 4, index: 3, seed: 5)
            #expect(first.series.values == LeakCorpus.series(kind, hours: 4, index: 3, seed: 5).series.values)
            #expect(first.series.values != LeakCorpus.series(kind, hours: 4, index: 3, seed: 6).series.values)
            #expect(first.series.values.allSatisfy { $0.isFinite && $0 >= 0 })
        }
    }
}
