/// How a structure lies in data memory: its members, and how many words it takes with its hidden ones.
package struct StructureLayout: Sendable {
    /// The words that one structure takes.
    package let wordCount: Int
    /// The members that programs and clients may use.
    package let members: [StructureMember]

    /// The layout of `type`; nil for a scalar.
    package static func of(_ type: TagType) -> StructureLayout? {
        switch type {
        case .timer: timer
        case .counter: counter
        case .pid: pid
        case .bool, .int, .dint, .real: nil
        }
    }

    /// The member called `name`, letter case ignored.
    package func member(_ name: String) -> StructureMember? {
        let wanted = name.uppercased()
        return members.first { $0.name == wanted }
    }

    /// A timer.
    static let timer = StructureLayout(
        wordCount: TimerWord.count,
        members: [
            StructureMember("PRE", word: TimerWord.preset, .dint, "Preset, ms."),
            StructureMember("ACC", word: TimerWord.accumulated, .dint, "Accumulated time, ms."),
            StructureMember(bit: TimerBit.enabled.index, "EN", "Enabled: the rung is true."),
            StructureMember(bit: TimerBit.timing.index, "TT", "Timing: time is being accumulated."),
            StructureMember(bit: TimerBit.done.index, "DN", "Done: see each timer instruction."),
        ])

    /// A counter.
    static let counter = StructureLayout(
        wordCount: CounterWord.count,
        members: [
            StructureMember("PRE", word: CounterWord.preset, .dint, "Preset, counts."),
            StructureMember("ACC", word: CounterWord.accumulated, .dint, "Accumulated count."),
            StructureMember(bit: CounterBit.up.index, "CU", "The rung of the CTU was true at its last scan."),
            StructureMember(bit: CounterBit.down.index, "CD", "The rung of the CTD was true at its last scan."),
            StructureMember(bit: CounterBit.done.index, "DN", "Done: ACC is at PRE or above."),
            StructureMember(bit: CounterBit.overflow.index, "OV", "ACC wrapped from 2147483647 to -2147483648."),
            StructureMember(bit: CounterBit.underflow.index, "UN", "ACC wrapped from -2147483648 to 2147483647."),
        ])
}

/// The words of a timer.
enum TimerWord {
    /// `PRE`.
    static let preset = 1
    /// `ACC`.
    static let accumulated = 2
    /// Two words: the simulated nanosecond up to which whole milliseconds have been accumulated.
    static let stamp = 3
    /// The words of one, hidden ones included.
    static let count = 5
}

/// The status bits of a timer, as masks.
enum TimerBit {
    /// `EN`.
    static let enabled: UInt32 = 1 << 31
    /// `TT`.
    static let timing: UInt32 = 1 << 30
    /// `DN`.
    static let done: UInt32 = 1 << 29
    /// All three.
    static let all = enabled | timing | done
}

/// The words of a counter.
enum CounterWord {
    /// `PRE`.
    static let preset = 1
    /// `ACC`.
    static let accumulated = 2
    /// The words of one, hidden ones included.
    static let count = 3
}

/// The status bits of a counter, as masks.
enum CounterBit {
    /// `CU`.
    static let up: UInt32 = 1 << 31
    /// `CD`.
    static let down: UInt32 = 1 << 30
    /// `DN`.
    static let done: UInt32 = 1 << 29
    /// `OV`.
    static let overflow: UInt32 = 1 << 28
    /// `UN`.
    static let underflow: UInt32 = 1 << 27
}

extension UInt32 {
    /// The number of the lowest bit that is set: turns a mask into a bit number.
    var index: Int { trailingZeroBitCount }
}
