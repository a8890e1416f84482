/// The random numbers of one decision: a pure function of the seed, the fault, the connection and the request.
///
/// So a decision does not depend on what other clients do meanwhile, and a run replays from its log.
package struct FaultDice: RandomNumberGenerator, Sendable {
    private var state: UInt64

    /// The dice for one decision.
    package init(seed: UInt64, fault: Int, connection: UInt64, sequence: UInt64) {
        state = seed
        absorb(UInt64(bitPattern: Int64(fault)) &+ 1)
        absorb(connection)
        absorb(sequence)
    }

    private mutating func absorb(_ word: UInt64) {
        state ^= word &* 0x9E37_79B9_7F4A_7C15
        state = next()
    }

    /// The next 64 random bits (SplitMix64).
    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ word >> 30) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ word >> 27) &* 0x94D0_49BB_1331_11EB
        return word ^ word >> 31
    }

    /// A number from 0 up to but not including 1.
    package mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }
}
