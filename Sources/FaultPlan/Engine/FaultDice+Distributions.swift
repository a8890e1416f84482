import Determinism

extension FaultDice {
    /// A whole number from 0 up to but not including `bound`, which is above 0; one draw.
    package mutating func below(_ bound: Int) -> Int {
        // The product's upper word: the bias is below `bound` in 2⁶⁴.
        Int(next().multipliedFullWidth(by: UInt64(bound)).high)
    }

    /// A number from the normal distribution with mean 0 and standard deviation 1, by Marsaglia's polar method.
    package mutating func normal() -> Double {
        while true {
            let u = 2 * uniform() - 1
            let v = 2 * uniform() - 1
            let square = u * u + v * v
            if square > 0, square < 1 { return u * (-2 * logarithm(square) / square).squareRoot() }
        }
    }

    /// A number from the exponential distribution with mean 1; at most 37.
    package mutating func exponential() -> Double {
        -logarithm(1 - uniform())
    }
}
