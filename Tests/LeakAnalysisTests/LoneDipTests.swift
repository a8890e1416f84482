import Testing

@testable import LeakAnalysis

@Suite("Dips that stand alone", .timeLimit(.minutes(5)))
struct LoneDipTests {
    private func filled(_ values: [Double], longest: Int = 3, most: Int = 2) -> [Double] {
        LoneDips.filled(values, depth: 1, longest: longest, most: most)
    }

    private let level = [Double](repeating: 24, count: 20)

    private func with(_ places: [Int], _ value: Double = 15) -> [Double] {
        level.enumerated().map { places.contains($0.offset) ? value : $0.element }
    }

    @Test("a dip is filled up to its longest length, and no longer one")
    func length() {
        #expect(filled(with([8])) == level)
        #expect(filled(with([8, 9, 10])) == level)
        #expect(filled(with([8, 9, 10, 11])) == with([8, 9, 10, 11]))
    }

    @Test("more dips than a few are left as they are: a client of short-lived processes is all dips")
    func number() {
        #expect(filled(with([5, 10])) == level)
        #expect(filled(with([5, 10, 15])) == with([5, 10, 15]))
    }

    @Test("what does not come back, or lies no deeper than asked, is no dip")
    func back() {
        #expect(filled(with([17, 18, 19])) == with([17, 18, 19]))
        #expect(filled(with([8], 23.1)) == with([8], 23.1))
        #expect(filled(with([8], 22.9)) == level)
    }

    @Test("one low reading in the second half of a level series is expected", arguments: [90, 300, 1200])
    func lowReading(seconds: Int) {
        for length in [1.0, 3] {
            let at = (0.7 * Double(seconds)).rounded()
            let flat = LeakAnalysis.judgeMemory(everySecond(seconds) { $0 >= at && $0 < at + length ? 15.3 : 24 })
            #expect(flat.answer == .expected, "\(flat.reason)")
            let leak = LeakAnalysis.judgeMemory(
                everySecond(seconds) { ($0 >= at && $0 < at + length ? 15.3 : 24) + 12 * $0 / Double(seconds) })
            #expect(leak.answer == .leak, "\(leak.reason)")
        }
    }
}
