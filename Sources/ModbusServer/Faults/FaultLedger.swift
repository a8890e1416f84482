import FaultPlan

/// What every fault did, by its number. Does not grow with time: it has one entry for each fault.
struct FaultLedger {
    /// Faults that are counted on their own; those beyond, injected ones say, are counted together.
    static let capacity = 4_096
    /// Ended connections that are remembered until a new one comes; the oldest give way and count as given up.
    static let awaitedCapacity = 4_096
    /// The number under which the faults beyond the capacity are counted.
    static let others = -1

    private var entries: [FaultAcceptance] = []
    private var places: [Int: Int] = [:]
    /// Connections that ended after a hit, the oldest first from `awaitedStart` on.
    private var awaited: [(place: Int, nanoseconds: Int64)] = []
    private var awaitedStart = 0
    /// When connections came that nobody was awaited for, the oldest first: a client may be back before the server has
    /// seen the end of its old connection.
    private var unclaimed: [Int64] = []
    /// How many of them are remembered.
    private static let unclaimedCapacity = 64

    /// A ledger without entries.
    init() {}

    /// Every fault's counts, in the order of their first beginnings.
    var acceptance: [FaultAcceptance] { entries }

    /// Notes that an occurrence of a fault begins, and opens its entry.
    mutating func begin(_ armed: ArmedFault) {
        if places[armed.id] == nil {
            if entries.count < Self.capacity {
                places[armed.id] = entries.count
                entries.append(FaultAcceptance(fault: armed.id, label: armed.label, kind: armed.kind))
            } else if places[Self.others] == nil {
                places[Self.others] = entries.count
                entries.append(FaultAcceptance(fault: Self.others, label: "others", kind: "others"))
            }
        }
        change(armed.id) { $0.begun += 1 }
    }

    /// Changes the counts of a fault that began.
    mutating func change(_ fault: Int, _ body: (inout FaultAcceptance) -> Void) {
        guard let place = places[fault] ?? places[Self.others] else { return }
        body(&entries[place])
    }

    /// Notes that a connection which this fault hit at `nanoseconds` has ended without another request.
    mutating func noteEnd(after fault: Int, at nanoseconds: Int64) {
        guard let place = places[fault] ?? places[Self.others] else { return }
        if let back = unclaimed.firstIndex(where: { $0 > nanoseconds }) {
            entries[place].reconnected.note(unclaimed.remove(at: back) - nanoseconds)
            return
        }
        entries[place].gaveUp += 1
        awaited.append((place, nanoseconds))
        if awaited.count - awaitedStart > Self.awaitedCapacity { awaitedStart += 1 }
        compact()
    }

    /// Notes a new connection: the one that has been awaited longest is taken to be back.
    mutating func noteAccepted(at nanoseconds: Int64) {
        guard awaitedStart < awaited.count else {
            if unclaimed.count == Self.unclaimedCapacity { unclaimed.removeFirst() }
            unclaimed.append(nanoseconds)
            return
        }
        let (place, ended) = awaited[awaitedStart]
        awaitedStart += 1
        entries[place].gaveUp -= 1
        entries[place].reconnected.note(nanoseconds - ended)
        compact()
    }

    private mutating func compact() {
        if awaitedStart == awaited.count {
            awaited.removeAll(keepingCapacity: true)
            awaitedStart = 0
        } else if awaitedStart >= Self.awaitedCapacity {
            awaited.removeFirst(awaitedStart)
            awaitedStart = 0
        }
    }
}
