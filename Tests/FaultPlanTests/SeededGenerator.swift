import Determinism

/// Random numbers that are the same at every run of a test.
struct SeededGenerator: RandomNumberGenerator {
    private var stream: RandomStream

    init(seed: UInt64) { stream = RandomStream(seed: seed, name: "tests") }

    mutating func next() -> UInt64 { stream.next() }
}
