import Testing

@testable import LeakAnalysis

/// The bundled healthy client: a buffer of the last minute's readings, in pages, filled later where polls are lost.
@Suite("A buffer that fills for a minute", .timeLimit(.minutes(5)))
struct FillingTests {
    private func logger(seconds: Int, slowness: Double = 1, leaks: Bool = false) -> Verdict {
        LeakAnalysis.judgeMemory(
            everySecond(seconds) { time in
                let minutes = time / (60 * slowness)
                return pages(7.9 + 3.42 * (leaks ? minutes : min(1, minutes)))
            })
    }

    @Test("the logger that forgets is never convicted, and from three minutes on never doubted")
    func steady() {
        for seconds in stride(from: 60, through: 600, by: 1) {
            for slowness in [1, 1.1, 1.25] {
                let verdict = logger(seconds: seconds, slowness: slowness)
                #expect(verdict.answer != .leak, "\(seconds) s, \(slowness): \(verdict.reason)")
                if seconds >= 180 { #expect(verdict.answer == .expected, "\(seconds) s: \(verdict.reason)") }
            }
        }
    }

    @Test("nor do the blocks that its buffer is made of convict it, which seem to hold more than memory kept")
    func steadyInside() {
        for seconds in stride(from: 60, through: 600, by: 1) {
            for slowness in [1, 1.1, 1.25] {
                func filled(_ time: Double) -> Double { min(1, time / (60 * slowness)) }
                var inside = InsideMemory()
                inside.pythonBlocks = everySecond(seconds) { 37_000 + (63_000 * filled($0)).rounded() }
                let opinions = MemoryOpinions(everySecond(seconds) { pages(7.9 + 3.42 * filled($0)) }, inside: inside)
                #expect(opinions.memory.answer != .leak, "\(seconds) s, \(slowness): \(opinions.memory.reason)")
                if seconds >= 180 { #expect(opinions.memory.answer == .expected, "\(opinions.memory.reason)") }
            }
        }
    }

    @Test("the logger that keeps all is a leak from 90 s on, and before that says how much longer would tell")
    func leaky() throws {
        for seconds in stride(from: 90, through: 600, by: 15) {
            #expect(logger(seconds: seconds, leaks: true).answer == .leak, "\(seconds) s")
        }
        let short = logger(seconds: 60, leaks: true)
        #expect(short.answer == .suspicious)
        #expect(short.reason.contains("buffer that fills for a minute"), "\(short.reason)")
        #expect(try #require(short.hoursNeeded) > 0)
    }

    @Test("growth that stopped moments ago has stopped; a stair between two steps has not")
    func stopped() {
        func measures(_ shape: @escaping (Double) -> Double) -> SeriesMeasures {
            SeriesMeasures(CleanSeries(everySecond(120, shape: shape)), scale: .memory)
        }
        #expect(measures { pages(20 + 0.1 * min($0, 112)) }.hasStopped)
        #expect(!measures { pages(20 + 0.1 * $0) }.hasStopped)
        #expect(!measures { pages(20 + ($0 / 10).rounded(.down)) }.hasStopped)
    }
}
