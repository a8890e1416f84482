import FaultPlan

/// A reply that does not leave at once.
struct WaitingReply {
    /// What it waits for besides its time.
    enum Link {
        /// Nothing.
        case none
        /// The connection's next reply, to leave in one segment with it.
        case joinsNext
        /// The connection's next reply, to leave after it.
        case swapsWithNext
    }

    /// Its bytes; none when only `afterwards` is to happen.
    var bytes: [UInt8]
    /// When it was made, CLOCK_MONOTONIC in nanoseconds.
    let madeNanoseconds: Int64
    /// When it is to leave; of a linked one: when its next reply comes.
    var dueNanoseconds: Int64
    /// When a linked one leaves alone.
    var aloneNanoseconds: Int64
    /// Whether later replies of the connection wait behind it.
    var holdsLater: Bool
    /// In which pieces it leaves; nil: in one.
    var drip: ReplyDraft.Drip?
    /// What it waits for besides its time.
    var link: Link
    /// What follows.
    var afterwards: ReplyDraft.Afterwards
    /// The faults that changed it or have it wait.
    var hits: [FaultEngine.Hit]

    /// Bytes that one reply is counted for besides its own.
    static let overheadBytes = 160

    /// What it is counted for in the limits of what waits.
    var cost: Int { bytes.count + Self.overheadBytes }

    /// The draft as a reply that waits from `now` on.
    init(_ draft: ReplyDraft, now: Int64, hits: [FaultEngine.Hit]) {
        bytes = Array(draft.buffer[..<draft.count])
        madeNanoseconds = now
        dueNanoseconds = now + max(0, draft.delayNanoseconds)
        aloneNanoseconds = dueNanoseconds + max(0, draft.longestHoldNanoseconds)
        holdsLater = draft.holdsLater
        drip = draft.drip
        link = draft.count == 0 ? .none : draft.joinsNext ? .joinsNext : draft.swapsWithNext ? .swapsWithNext : .none
        afterwards = draft.afterwards
        self.hits = hits
    }

    /// A frame that leaves as soon as the wire is free.
    init(_ bytes: [UInt8], now: Int64, hits: [FaultEngine.Hit]) {
        self.bytes = bytes
        madeNanoseconds = now
        dueNanoseconds = now
        aloneNanoseconds = now
        holdsLater = true
        drip = nil
        link = .none
        afterwards = .nothing
        self.hits = hits
    }
}
