import FaultPlan

/// What faults and a device profile have left with one connection; a connection without has none of it.
struct FaultyConnection {
    /// Why its requests get no answer.
    enum Muteness: Hashable {
        /// They do.
        case none
        /// A fault of silence, until that fault's end.
        case silent
        /// The server's sending side is shut.
        case halfClosed
        /// It is about to be closed.
        case closing
    }

    /// What becomes of it at `endsNanoseconds`.
    struct Ending: Hashable {
        /// How it is closed.
        var manner: CloseManner
        /// When, CLOCK_MONOTONIC in nanoseconds; `TimerHeap.never` before the client's first byte where that counts.
        var nanoseconds: Int64
        /// Nanoseconds after the client's first byte, where that counts.
        var afterFirstByte: Int64?
        /// Whether the FIN is out already and only the close is left.
        var isLingering = false
        /// Whether it was the client that closed, and replies still leave.
        var isFarewell = false
    }

    /// Replies that do not leave at once.
    var output = TimedOutput()
    /// Why its requests get no answer.
    var muteness = Muteness.none
    /// Whether it is not read, and nothing sent, until the fault ends.
    var isNeglected = false
    /// Its end, where one is decided.
    var ending: Ending?
    /// How it is closed once everything that waits in `Connection.output` is out; nil: not at all.
    var closesDrained: CloseManner?
    /// The fault that decided about muteness, neglect or the end.
    var cause: FaultEngine.Hit?
    /// The last fault that hit it, and when, until the client's next request.
    var lastHit: (hit: FaultEngine.Hit, nanoseconds: Int64)?
    /// Bytes that may leave under a rate limit, as of `rationNanoseconds`.
    var ration = 0.0
    /// When `ration` was reckoned; 0: never.
    var rationNanoseconds: Int64 = 0

    /// Nothing.
    init() {}

    /// Whether there is nothing left of any fault.
    var isIdle: Bool {
        output.isEmpty && muteness == .none && !isNeglected && ending == nil && closesDrained == nil && lastHit == nil
            && rationNanoseconds == 0
    }
}
