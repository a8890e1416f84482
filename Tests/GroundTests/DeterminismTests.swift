import Determinism
import Testing

@Suite("Determinism", .timeLimit(.minutes(5)))
struct DeterminismTests {
    @Test("A stream depends on seed and name alone")
    func sameSeedAndNameSameNumbers() {
        var first = RandomStream(seed: 7, name: "sensor/FIT101")
        var second = RandomStream(seed: 7, name: "sensor/FIT101")
        var other = RandomStream(seed: 7, name: "sensor/FIT102")
        let numbers = (0..<100).map { _ in first.next() }
        #expect(numbers == (0..<100).map { _ in second.next() })
        #expect(numbers != (0..<100).map { _ in other.next() })
    }

    @Test("Uniform numbers lie in 0..<1 with mean a half and variance a twelfth")
    func uniformMoments() {
        var stream = RandomStream(seed: 1, name: "uniform")
        let numbers = (0..<100_000).map { _ in stream.uniform() }
        #expect(numbers.allSatisfy { $0 >= 0 && $0 < 1 })
        let mean = numbers.reduce(0, +) / 1e5
        let variance = numbers.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / 1e5
        #expect(abs(mean - 0.5) < 0.005)
        #expect(abs(variance - 1.0 / 12) < 0.002)
    }

    @Test("Normal numbers have mean 0, variance 1 and 68 % within one standard deviation")
    func normalMoments() {
        var stream = RandomStream(seed: 1, name: "normal")
        let numbers = (0..<100_000).map { _ in stream.normal() }
        let mean = numbers.reduce(0, +) / 1e5
        let variance = numbers.map { $0 * $0 }.reduce(0, +) / 1e5
        let within = Double(numbers.count { abs($0) < 1 }) / 1e5
        #expect(abs(mean) < 0.02)
        #expect(abs(variance - 1) < 0.02)
        #expect(abs(within - 0.6827) < 0.01)
    }

    @Test("Exponential waits have the mean that was asked for")
    func exponentialMean() {
        var stream = RandomStream(seed: 1, name: "exponential")
        let mean = (0..<100_000).map { _ in stream.exponential(mean: 3) }.reduce(0, +) / 1e5
        #expect(abs(mean - 3) < 0.05)
    }

    @Test("The fingerprint is FNV-1a: the published digest of nothing and of one byte")
    func fingerprintMatchesPublishedValues() {
        #expect(Fingerprint().hexadecimal == "cbf29ce484222325")
        var one = Fingerprint()
        one.combine(UInt64(0))
        var other = Fingerprint()
        other.combine(UInt64(1))
        #expect(one != other)
    }

    @Test("Times count in nanoseconds and survive a round trip through seconds")
    func times() {
        let time = SimulatedTime(seconds: 72 * 3600 + 0.1)
        #expect(time.nanoseconds == 259_200_100_000_000)
        #expect(time.advanced(byNanoseconds: -100_000_000).seconds == 259_200)
        #expect(time.nanoseconds(since: .zero) == time.nanoseconds)
    }

    @Test("Normal numbers that follow each other have nothing to do with each other")
    func normalPairs() {
        var stream = RandomStream(seed: 9, name: "pairs")
        let numbers = (0..<20_000).map { _ in stream.normal() }
        let products = zip(numbers, numbers.dropFirst()).map { $0 * $1 }
        #expect(abs(products.reduce(0, +) / Double(products.count)) < 0.03)
        #expect(Set(numbers).count == numbers.count)
    }
}
