import FaultPlan

/// The replies of one connection that do not leave at once, in the order in which they will.
///
/// A value without clock or socket. At most one reply is on the wire: one that leaves in pieces is not interrupted by
/// another, as the bytes of two frames would mix.
struct TimedOutput {
    /// Bytes that are to leave now.
    struct Piece {
        /// The bytes, in one segment if the socket takes them.
        let bytes: ArraySlice<UInt8>
        /// The reply that they belong to.
        let reply: WaitingReply
        /// Whether the reply is out with them.
        let isLast: Bool
        /// How late they are, in nanoseconds.
        let lateNanoseconds: Int64
    }

    /// Waiting replies, the earliest first, those of one time in the order of their making.
    private var waiting: [WaitingReply] = []
    /// The reply on the wire, how many of its bytes are out and when the next piece is due.
    private var wire: (reply: WaitingReply, sent: Int, dueNanoseconds: Int64)?
    /// No reply made from now on leaves before this.
    private var heldUntil: Int64 = 0
    /// What waits, in bytes, each reply with its overhead.
    private(set) var cost = 0

    /// Nothing waits.
    init() {}

    /// Whether nothing waits.
    var isEmpty: Bool { waiting.isEmpty && wire == nil }

    /// Replies that wait, the one on the wire included.
    var count: Int { waiting.count + (wire == nil ? 0 : 1) }

    /// When the next bytes are due; nil when nothing waits.
    var dueNanoseconds: Int64? { wire?.dueNanoseconds ?? waiting.first.map(Self.due) }

    private static func due(_ reply: WaitingReply) -> Int64 {
        if case .none = reply.link { reply.dueNanoseconds } else { reply.aloneNanoseconds }
    }

    /// Puts a reply in its place. A reply that waited for its next one has it now, and both go their way.
    mutating func add(_ fresh: WaitingReply) {
        cost += fresh.cost
        var reply = fresh
        var follower: WaitingReply?
        if !reply.bytes.isEmpty, let place = waiting.firstIndex(where: { $0.link != .none }) {
            var partner = waiting.remove(at: place)
            switch partner.link {
            case .none: break
            case .joinsNext:
                cost -= WaitingReply.overheadBytes
                reply.bytes = partner.bytes + reply.bytes
                reply.hits = partner.hits + reply.hits
                reply.dueNanoseconds = max(reply.dueNanoseconds, partner.dueNanoseconds)
                if reply.afterwards == .nothing { reply.afterwards = partner.afterwards }
                reply.drip = reply.drip ?? partner.drip
            case .swapsWithNext:
                partner.link = .none
                follower = partner
            }
            // Two make a pair: the second one does not wait for a third.
            reply.link = .none
        }
        insert(&reply)
        if var follower {
            follower.dueNanoseconds = max(follower.dueNanoseconds, reply.dueNanoseconds)
            insert(&follower)
        }
    }

    private mutating func insert(_ reply: inout WaitingReply) {
        reply.dueNanoseconds = max(reply.dueNanoseconds, heldUntil)
        reply.aloneNanoseconds = max(reply.aloneNanoseconds, reply.dueNanoseconds)
        if reply.holdsLater { heldUntil = reply.dueNanoseconds }
        let due = Self.due(reply)
        let place = waiting.firstIndex { Self.due($0) > due } ?? waiting.count
        waiting.insert(reply, at: place)
    }

    /// The next bytes that are due at `now`; nil when none are. Pieces never follow each other faster than they should.
    mutating func takePiece(at now: Int64) -> Piece? {
        if wire == nil {
            guard let first = waiting.first, Self.due(first) <= now else { return nil }
            waiting.removeFirst()
            wire = (first, 0, Self.due(first))
        }
        guard let (reply, sent, due) = wire, due <= now else { return nil }
        var end = reply.bytes.count
        if let drip = reply.drip { end = min(end, sent + max(1, sent == 0 ? drip.first : drip.bytes)) }
        let isLast = end == reply.bytes.count
        if isLast {
            wire = nil
            cost -= reply.cost
            if waiting.isEmpty { heldUntil = 0 }
        } else {
            wire = (reply, end, now + max(0, reply.drip?.everyNanoseconds ?? 0))
        }
        return Piece(bytes: reply.bytes[sent..<end], reply: reply, isLast: isLast, lateNanoseconds: now - due)
    }

    /// Has everything leave now, in its order, without pieces.
    mutating func hurry(at now: Int64) {
        for place in waiting.indices {
            waiting[place].dueNanoseconds = now
            waiting[place].drip = nil
            waiting[place].link = .none
        }
        wire?.reply.drip = nil
        wire?.dueNanoseconds = now
        heldUntil = 0
    }
}
