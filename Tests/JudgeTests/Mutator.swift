import Determinism
import FuzzEntries

/// Inputs for an entry: its beginnings, spoilt in a few places, from a seed.
struct Mutator {
    private let entry: FuzzEntry
    private var random: RandomStream
    private var corpus: [[UInt8]]

    init(_ entry: FuzzEntry, seed: UInt64) {
        self.entry = entry
        random = RandomStream(seed: seed, name: "mutator of \(entry.rawValue)")
        corpus = entry.beginnings
    }

    /// The next input.
    mutating func next() -> [UInt8] {
        if number(0...49) == 0 { return (0..<number(0...300)).map { _ in byte() } }
        var bytes = corpus[number(0...corpus.count - 1)]
        for _ in 0..<number(0...5) { spoil(&bytes) }
        bytes = Array(bytes.prefix(2_000))
        // Some of what was made is spoilt further.
        if number(0...9) == 0, !bytes.isEmpty {
            if corpus.count < 200 { corpus.append(bytes) } else { corpus[number(0...199)] = bytes }
        }
        return bytes
    }

    private mutating func spoil(_ bytes: inout [UInt8]) {
        let place = number(0...bytes.count)
        let end = min(bytes.count, place + number(1...20))
        switch number(0...7) {
        case 0 where place < bytes.count: bytes[place] = byte()
        case 1 where place < bytes.count: bytes[place] ^= 1 << UInt8(number(0...7))
        case 2: bytes.removeSubrange(place..<end)
        case 3: bytes.insert(contentsOf: bytes[place..<end], at: number(0...bytes.count))
        case 4: bytes.removeSubrange(place...)
        case 5:
            let other = corpus[number(0...corpus.count - 1)]
            bytes = Array(bytes[..<place]) + other.suffix(number(0...other.count))
        default:
            let piece = entry.pieces[number(0...entry.pieces.count - 1)]
            let isInstead = number(0...1) == 0
            bytes.replaceSubrange(place..<(isInstead ? min(bytes.count, place + piece.count) : place), with: piece)
        }
    }

    private mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }

    private mutating func byte() -> UInt8 { UInt8.random(in: 0...255, using: &random) }
}
