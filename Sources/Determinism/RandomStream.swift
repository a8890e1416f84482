/// A stream of pseudo-random numbers that depends on the run's seed and on the stream's own name, and on nothing else.
///
/// A new consumer takes a stream with a new name, so it does not shift the numbers that the others see. The generator
/// is xoshiro256++ (Blackman and Vigna, "Scrambled linear pseudorandom number generators", 2021), seeded through
/// SplitMix64. Not for cryptography.
package struct RandomStream: RandomNumberGenerator, Sendable {
    private var s0: UInt64
    private var s1: UInt64
    private var s2: UInt64
    private var s3: UInt64
    private var spareNormal: Double?

    /// The stream called `name` of the run with this `seed`.
    package init(seed: UInt64, name: String) {
        var hash = Fingerprint()
        hash.combine(name)
        var state = seed ^ hash.value
        func splitMix() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var z = state
            z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
            return z ^ (z >> 31)
        }
        s0 = splitMix()
        s1 = splitMix()
        s2 = splitMix()
        s3 = splitMix()
    }

    /// The next 64 random bits.
    package mutating func next() -> UInt64 {
        let sum = s0 &+ s3
        let result = ((sum << 23) | (sum >> 41)) &+ s0
        let shifted = s1 << 17
        s2 ^= s0
        s3 ^= s1
        s1 ^= s2
        s0 ^= s3
        s2 ^= shifted
        s3 = (s3 << 45) | (s3 >> 19)
        return result
    }

    /// A number drawn evenly from 0 (included) to 1 (excluded).
    package mutating func uniform() -> Double {
        Double(next() >> 11) * 0x1p-53
    }

    /// A number from the normal distribution with mean 0 and standard deviation 1, by Marsaglia's polar method.
    package mutating func normal() -> Double {
        if let spare = spareNormal {
            spareNormal = nil
            return spare
        }
        while true {
            let u = 2 * uniform() - 1
            let v = 2 * uniform() - 1
            let square = u * u + v * v
            guard square > 0, square < 1 else { continue }
            let scale = (-2 * logarithm(square) / square).squareRoot()
            spareNormal = v * scale
            return u * scale
        }
    }

    /// A waiting time from the exponential distribution with this `mean`, in the unit of `mean`.
    package mutating func exponential(mean: Double) -> Double {
        -mean * logarithm(1 - uniform())
    }
}
