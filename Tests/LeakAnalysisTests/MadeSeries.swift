import Determinism

@testable import LeakAnalysis

/// A series of `seconds` seconds with a reading each second: `shape` of the time, plus normal noise of size `noise`.
func everySecond(
    _ seconds: Int, noise: Double = 0, seed: UInt64 = 1, storms: [Double] = [], shape: (Double) -> Double
) -> Series {
    var random = RandomStream(seed: seed, name: "made series")
    let times = (0...seconds).map(Double.init)
    return Series(times: times, values: times.map { shape($0) + noise * random.normal() }, storms: storms)
}

/// `value` rounded to whole pages of 4 kB.
func pages(_ value: Double) -> Double { (value / 0.004096).rounded() * 0.004096 }

/// Twelve storm times at random moments in the middle third of `seconds`.
func middleThirdStorms(_ seconds: Double, seed: UInt64) -> [Double] {
    var random = RandomStream(seed: seed, name: "storm times")
    return (0..<12).map { _ in seconds * (1 + random.uniform()) / 3 }.sorted()
}
