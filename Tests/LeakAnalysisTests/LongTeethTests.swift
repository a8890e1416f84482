import Testing

@testable import LeakAnalysis

@Suite("A saw-tooth of any period", .timeLimit(.minutes(5)))
struct LongTeethTests {
    /// `periods` teeth of 15 MB in 300 s on a floor that rises by `rise`.
    private func teeth(_ periods: Double, rise: Double = 0, noise: Double = 0.05) -> Series {
        let period = 300 / periods
        return everySecond(300, noise: noise) { time in
            20 + rise * time / 300 + 15 * (time / period - (time / period).rounded(.down))
        }
    }

    @Test("teeth on a level floor are expected", arguments: [2.3, 3.3, 4.7, 6.1, 8.3, 12.7, 16.3, 20.3])
    func level(periods: Double) {
        for noise in [0, 0.05] {
            let verdict = LeakAnalysis.judgeMemory(teeth(periods, noise: noise))
            #expect(verdict.answer == .expected, "\(verdict.reason)")
        }
    }

    @Test("five teeth or more on a floor that rises are a leak", arguments: [6.1, 8.3, 12.7, 16.3, 20.3])
    func leak(periods: Double) throws {
        let verdict = LeakAnalysis.judgeMemory(teeth(periods, rise: 12))
        #expect(verdict.answer == .leak, "\(verdict.reason)")
        let rate = try #require(verdict.rate)
        #expect(rate.low < 160 && rate.high > 130, "12 MB in 300 s are 144 MB/h: \(verdict.reason)")
    }

    @Test("windows are widened over teeth, which give back, and not over the steps of a stair, which repeat too")
    func widened() {
        func measures(_ shape: @escaping (Double) -> Double) -> SeriesMeasures {
            SeriesMeasures(CleanSeries(everySecond(600, noise: 0.02, shape: shape)), scale: .memory)
        }
        let stair = measures { 20 + 2 * ($0 / 25).rounded(.down) }
        #expect(stair.sawtooth != nil && stair.period == nil)
        #expect(stair.envelope.windowSeconds < 10)
        #expect(measures { 20 + 2 * ($0 / 25 - ($0 / 25).rounded(.down)) }.period != nil)
    }

    @Test("a floor that rises by a tenth of the teeth holds")
    func tenth() {
        for rise in [1.2, 1.3, 1.4] {
            let verdict = LeakAnalysis.judgeMemory(teeth(8.3, rise: rise, noise: 0))
            #expect(verdict.answer == .expected, "\(rise): \(verdict.reason)")
        }
    }

    @Test("fewer teeth never convict, and what they could hide is said")
    func few() {
        for periods in [2.3, 3.3, 4.3] {
            let verdict = LeakAnalysis.judgeMemory(teeth(periods, rise: 12))
            #expect(verdict.answer == .suspicious, "\(verdict.reason)")
            #expect((verdict.hoursNeeded ?? 0) > 0)
        }
    }

    @Test("the last rise is an unfinished tooth while it is little higher and longer than those before")
    func unfinished() {
        func found(_ last: Double) -> LongTeeth? {
            // Three teeth of 60 s and 12 MB, then a rise of `last` MB in 60 s.
            let series = everySecond(240) { time in
                20 + (time < 180 ? time.truncatingRemainder(dividingBy: 60) / 5 : (time - 180) / 60 * last)
            }
            return LongTeeth(CleanSeries(series), cut: 0, scale: .memory)
        }
        #expect(found(12) != nil)
        #expect(found(15) != nil)
        #expect(found(18) == nil)
    }

    @Test("a rise that is no higher, but much longer than the teeth before, is no tooth")
    func tooLong() {
        func found(_ rest: Double) -> LongTeeth? {
            let series = everySecond(180 + Int(rest)) { time in
                20 + (time < 180 ? time.truncatingRemainder(dividingBy: 60) / 5 : (time - 180) / rest * 11)
            }
            return LongTeeth(CleanSeries(series), cut: 0, scale: .memory)
        }
        #expect(found(85) != nil)
        #expect(found(120) == nil)
    }

    @Test("a fall that is taken back at once, or as slow as the rise, is no tooth")
    func noTooth() {
        let dip = everySecond(300) { time in 20 + time / 20 - (time > 150 && time < 155 ? 10 : 0) }
        #expect(LongTeeth(CleanSeries(dip), cut: 0, scale: .memory) == nil)
        let wave = everySecond(300) { time in 20 + 5 * LeakMath.cosine(time / 16) }
        #expect(LongTeeth(CleanSeries(wave), cut: 0, scale: .memory) == nil)
    }
}
