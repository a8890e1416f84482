/// What is fed with bytes that nobody chose: by the tests' own seeded mutator, and by libFuzzer in `make fuzz`.
package enum FuzzEntry: String, CaseIterable, Sendable {
    /// Cutting a stream into frames.
    case framing
    /// Judging requests against a register map, and the reply bytes that are twinsim's own.
    case preScreen = "pre-screen"
    /// Reading a fault plan.
    case faultPlan = "fault-plan"
    /// Spoiling replies.
    case faultEngine = "fault-engine"

    /// Feeds these bytes in; none must trap.
    ///
    /// - Returns: nil, or the promise that was broken.
    package func examine(_ bytes: UnsafeRawBufferPointer) -> String? {
        switch self {
        case .framing: FramingEntry.examine(bytes)
        case .preScreen: PreScreenEntry.examine(bytes)
        case .faultPlan: FaultPlanEntry.examine(bytes)
        case .faultEngine: FaultEngineEntry.examine(bytes)
        }
    }

    /// Inputs that reach far, to start from.
    package var beginnings: [[UInt8]] {
        switch self {
        case .framing: Requests.all.map { Requests.frame($0) } + [Requests.all.flatMap { Requests.frame($0) }]
        case .preScreen: Requests.all
        case .faultPlan: FaultPlanEntry.plans.map { Array($0.utf8) }
        case .faultEngine: FaultEngineEntry.beginnings
        }
    }

    /// Pieces that a mutator may put in.
    package var pieces: [[UInt8]] {
        switch self {
        case .framing, .preScreen, .faultEngine:
            [
                [0, 0], [0, 1], [0, 2], [0, 6], [0, 254], [0, 255], [1, 4], [0x07, 0xB0], [0xFF, 0xFF], [0xFF, 0x00],
                [0x7F],
            ]
        case .faultPlan: FaultPlanEntry.words.map { Array($0.utf8) }
        }
    }
}
