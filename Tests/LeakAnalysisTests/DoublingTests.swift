import Testing

@testable import LeakAnalysis

@Suite("Containers that grow by a factor", .timeLimit(.minutes(5)))
struct DoublingTests {
    private func container(_ factor: Double, seconds: Int, from first: Double = 1, full: Double = 20) -> Series {
        everySecond(seconds, noise: 0.05) { time in
            let data = first + (full - first) * time / Double(seconds)
            var capacity = 1.0
            while capacity < data { capacity *= factor }
            return 10 + 2 * capacity
        }
    }

    @Test("even growth in a container that doubles is a leak", arguments: [90, 300, 1200, 3600])
    func leak(seconds: Int) throws {
        for factor in [1.5, 2.0] {
            let verdict = LeakAnalysis.judgeMemory(container(factor, seconds: seconds))
            #expect(verdict.answer == .leak, "\(factor): \(verdict.reason)")
        }
    }

    /// The doublings in a level that jumps by these heights after these gaps, in seconds, and then rests.
    private func found(_ jumps: [(gap: Int, height: Double)], rest: Int) -> Doublings? {
        var kept = [Double](repeating: 10, count: 10)
        for (index, jump) in jumps.enumerated() {
            let count = index + 1 < jumps.count ? jump.gap : rest
            kept += [Double](repeating: kept[kept.count - 1] + jump.height, count: count)
        }
        return Doublings(times: kept.indices.map(Double.init), kept: kept, noise: 0, resolution: 0.004)
    }

    @Test("jumps and gaps that grow by a like factor are found, up to the rest that the next gap would take")
    func factor() throws {
        let jumps = [(gap: 10, height: 1.0), (gap: 20, height: 2), (gap: 40, height: 4), (gap: 0, height: 8)]
        let doublings = try #require(found(jumps, rest: 60))
        #expect(abs(doublings.factor - 2) < 0.1 && doublings.low > 0 && doublings.count == 4)
        #expect(found(jumps, rest: 105) != nil)
        #expect(found(jumps, rest: 115) == nil)
        #expect(found(Array(jumps.dropLast()), rest: 10) == nil, "three jumps show no factor")
    }

    @Test("jumps that grow while the gaps do not, and the other way round, are none")
    func unlike() {
        #expect(
            found([(gap: 30, height: 1), (gap: 30, height: 2), (gap: 30, height: 4), (gap: 0, height: 8)], rest: 20)
                == nil)
        #expect(
            found([(gap: 10, height: 3), (gap: 20, height: 3), (gap: 40, height: 3), (gap: 0, height: 3)], rest: 20)
                == nil)
    }
}
