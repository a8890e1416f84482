import Determinism

extension RandomStream {
    /// A number drawn evenly from `range`.
    mutating func within(_ range: ClosedRange<Double>) -> Double {
        range.lowerBound + (range.upperBound - range.lowerBound) * uniform()
    }

    /// A whole number drawn evenly from `range`.
    mutating func count(_ range: ClosedRange<Int>) -> Int {
        range.lowerBound + Int(uniform() * Double(range.count))
    }
}
