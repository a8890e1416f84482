import FaultPlan
import ModbusProtocol

/// What a fault does to one tag's registers in the image that clients read.
///
/// The controller's own value is never touched, and every scan encodes it anew, so the end of the fault is exact.
///
/// A class because it owns memory that the scan writes in place. Invariant behind `@unchecked Sendable`: whoever makes
/// it hands it to the scan thread and keeps no hand on it.
final class TagDisturbance: @unchecked Sendable {
    /// The register map's entries of the tag.
    private let entries: [Int]
    private let effect: TagEffect
    /// Past contents, `depth` of each entry one behind the other.
    private let past: UnsafeMutablePointer<UInt64>
    private let depth: Int
    /// The newest of the past contents.
    private var newest = 0
    /// Whether `past` holds anything.
    private var isFilled = false

    /// The effect on these entries of the register map.
    init(entries: [Int], effect: TagEffect) {
        self.entries = entries
        self.effect = effect
        depth =
            switch effect {
            case .freeze: 1
            case .tear: 2
            case .lag(let scans): scans + 1
            case .value, .offset, .notANumber, .swapWords: 0
            }
        let count = max(1, entries.count * depth)
        past = .allocate(capacity: count)
        past.initialize(repeating: 0, count: count)
    }

    deinit {
        past.deallocate()
    }

    /// Whether it needs the contents of scans before its beginning.
    var needsPast: Bool { depth > 1 }

    /// Prepares a beginning: a value that freezes is the one that clients see at that moment.
    func arm() {
        if case .freeze = effect { isFilled = false }
    }

    /// Takes what clients saw last, before a scan's values are encoded; only the first time after a beginning.
    func begin(_ image: RegisterImage) {
        guard !isFilled, depth > 0 else { return }
        for (place, entry) in entries.enumerated() {
            for age in 0..<depth { past[place * depth + age] = image.raw(entry) }
        }
        isFilled = true
    }

    /// Takes the true content of a scan, before any fault spoils it; every scan for which the past matters.
    func note(_ image: RegisterImage) {
        guard needsPast else { return }
        newest = newest + 1 == depth ? 0 : newest + 1
        for (place, entry) in entries.enumerated() {
            let content = image.raw(entry)
            if isFilled {
                past[place * depth + newest] = content
            } else {
                for age in 0..<depth { past[place * depth + age] = content }
            }
        }
        isFilled = true
    }

    /// Spoils the tag's registers, after a scan's values were encoded.
    func spoil(_ image: RegisterImage) {
        for (place, entry) in entries.enumerated() {
            switch effect {
            case .freeze: image.setRaw(entry, past[place * depth])
            case .value(let value): image.encode(entry, value)
            case .offset(let by): image.encode(entry, image.decode(entry) + by)
            case .notANumber: image.encodeNotANumber(entry)
            case .tear: image.setAllButFirstRegister(entry, past[place * depth + oldest])
            case .swapWords: image.reverseRegisters(entry)
            case .lag: image.setRaw(entry, past[place * depth + oldest])
            }
        }
    }

    /// The place of the oldest of the past contents.
    private var oldest: Int { newest + 1 == depth ? 0 : newest + 1 }
}
