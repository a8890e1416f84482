import Determinism

/// Draws contact networks, with the truth that each should have.
struct RandomNetwork {
    private var stream: RandomStream

    init(seed: UInt64) { stream = RandomStream(seed: seed, name: "contact networks") }

    /// A network of contacts in series and parallel.
    indirect enum Tree {
        case contact(Int, closed: Bool)
        case series([Tree])
        case parallel([Tree])

        /// The network in neutral text.
        var text: String {
            switch self {
            case .contact(let bit, let closed): "\(closed ? "XIO" : "XIC")(B\(bit))"
            case .series(let parts): parts.map(\.text).joined()
            case .parallel(let legs): "[" + legs.map(\.text).joined(separator: " ,") + " ]"
            }
        }

        /// Whether it passes when the contacts are the bits of `bits`.
        func value(_ bits: Int) -> Bool {
            switch self {
            case .contact(let bit, let closed): (bits >> bit & 1 == 1) != closed
            case .series(let parts): parts.allSatisfy { $0.value(bits) }
            case .parallel(let legs): legs.contains { $0.value(bits) }
            }
        }
    }

    /// A network at most `depth` levels deep.
    mutating func tree(depth: Int) -> Tree {
        let choice = depth == 0 ? 0 : Int.random(in: 0..<3, using: &stream)
        let count = Int.random(in: 0...3, using: &stream)
        switch choice {
        case 0: return .contact(Int.random(in: 0..<6, using: &stream), closed: Bool.random(using: &stream))
        case 1: return .series((0..<count).map { _ in tree(depth: depth - 1) })
        default: return .parallel((0..<max(1, count)).map { _ in tree(depth: depth - 1) })
        }
    }
}
