import Evidence
import Glibc
import ModbusServer
import ProcessProbes

/// Adds up who the server's connections and requests come from.
///
/// A connection is settled when it has ended and it is known who it was, or when nobody has told for a while.
struct PeerTracker {
    /// Seconds between two records.
    static let recordSeconds = 60.0
    /// Seconds for which the answer about a connection that has ended is awaited.
    static let patienceSeconds = 3.0
    /// How often one that is open is asked about again.
    static let mostTries = 5
    /// Connections that are asked about again at one sample.
    static let retriesAtOnce = 32
    /// Connections that are followed at a time; of further ones nobody is told.
    static let mostFollowed = 65_536
    /// Strangers that are told apart; further ones are in the sum alone.
    static let mostStrangers = 1024

    /// A connection: the server's port and the number on that server.
    struct Connection: Hashable {
        /// The port that the server was made for.
        var serverPort: UInt16
        /// The connection's number.
        var number: UInt64
    }

    private struct Followed {
        var answer: PeerWatcher.Answer?
        /// Whether the process, or one that it descends from, is measured.
        var isMeasured = false
        var tries = 0
        /// Requests and when it ended; nil while it is open.
        var end: (requests: Int64, seconds: Double)?

        /// Whether asking again may tell more.
        var isInDoubt: Bool {
            if case .unknown? = answer?.finding { return true }
            return answer == nil
        }
    }

    /// What was added up, which becomes `PeerTotals`.
    private struct Sums {
        var own = PeerTotals.Count()
        var foreign = PeerTotals.Count()
        var strangers: [PeerTotals.Stranger: PeerTotals.Count] = [:]
        var reasons: [String: PeerTotals.Count] = [:]
    }

    private let roots: Set<Int32>
    private let unasked: PeerFinding.Reason
    private var measured: (now: Set<Int32>, before: Set<Int32>) = ([], [])
    private var followed: [Connection: Followed] = [:]
    private var sums = Sums()
    private var recorded: PeerTotals?
    private var lastRecord = 0.0

    /// A tracker of which the client's tree are the descendants of `roots`: those of this process unless told otherwise.
    ///
    /// - Parameter unasked: why nobody tells of a connection that is never told of.
    init(roots: Set<Int32> = [getpid()], unasked: PeerFinding.Reason = .tooMany) {
        self.roots = roots
        self.unasked = unasked
    }

    /// Notes which processes were sampled: what is watched besides the client's tree is among them.
    mutating func note(measured pids: [Int32]) { measured = (Set(pids), measured.now) }

    /// Notes that a client was accepted.
    mutating func noteOpened(_ connection: Connection) {
        guard followed.count < Self.mostFollowed else { return }
        if followed[connection] == nil { followed[connection] = Followed() }
    }

    /// Notes that a connection ended after so many requests.
    mutating func noteClosed(_ connection: Connection, requests: UInt64, at time: Double) {
        // One that was not followed, for want of room, or whose beginning got lost.
        guard followed[connection] != nil else {
            return add(Followed(), PeerTotals.Count(connections: 1, requests: Int64(requests)), to: &sums)
        }
        followed[connection]?.end = (Int64(requests), time)
    }

    /// Notes who a connection is from.
    mutating func note(_ answer: PeerWatcher.Answer) {
        let connection = Connection(serverPort: answer.client.serverPort, number: answer.client.connection)
        // The record of its beginning may come after the answer.
        guard followed.count < Self.mostFollowed || followed[connection] != nil else { return }
        var entry = followed[connection] ?? Followed()
        entry.tries += 1
        // What was found out stays, whatever a later look says.
        if entry.isInDoubt {
            entry.answer = answer
            if case .process(let pid, _, let ancestors) = answer.finding {
                entry.isMeasured = ([pid] + ancestors).contains {
                    roots.contains($0) || measured.now.contains($0) || measured.before.contains($0)
                }
            }
        }
        followed[connection] = entry
    }

    /// The open connections that are to be asked about again.
    func inDoubt() -> [AcceptQueue.Client] {
        followed.values.lazy.filter { $0.end == nil && $0.isInDoubt && $0.tries < Self.mostTries }
            .compactMap { $0.answer?.client }.prefix(Self.retriesAtOnce).map { $0 }
    }

    /// Settles what is over and gives the event, once a minute where something changed, and at the end.
    mutating func event(at time: Double, isLast: Bool) -> EvidenceEvent? {
        for (connection, entry) in followed {
            guard let end = entry.end else { continue }
            let isKnown = entry.answer != nil
            guard isLast || isKnown || time - end.seconds >= Self.patienceSeconds else { continue }
            add(entry, PeerTotals.Count(connections: 1, requests: end.requests), to: &sums)
            followed[connection] = nil
        }
        guard isLast || time - lastRecord >= Self.recordSeconds else { return nil }
        lastRecord = time
        var sums = sums
        for entry in followed.values where entry.end == nil && (isLast || !entry.isInDoubt) {
            add(entry, PeerTotals.Count(connections: 1), to: &sums)
        }
        let totals = PeerTotals(
            own: sums.own, foreign: sums.foreign, strangers: sums.strangers, reasons: sums.reasons)
        guard totals != recorded else { return nil }
        recorded = totals
        return totals.event(at: time)
    }

    private func add(_ entry: Followed, _ count: PeerTotals.Count, to sums: inout Sums) {
        let stranger: PeerTotals.Stranger
        switch entry.answer?.finding ?? .unknown(unasked) {
        case .process where entry.isMeasured:
            sums.own = sums.own + count
            return
        case .process(let pid, let name, _): stranger = .process(pid: pid, name: name)
        case .user(let user): stranger = .user(user)
        case .machine(let address): stranger = .machine(address: address)
        case .unknown(let reason):
            sums.reasons[reason.words, default: PeerTotals.Count()] =
                sums.reasons[reason.words, default: PeerTotals.Count()] + count
            return
        }
        sums.foreign = sums.foreign + count
        guard sums.strangers[stranger] != nil || sums.strangers.count < Self.mostStrangers else { return }
        sums.strangers[stranger] = sums.strangers[stranger, default: PeerTotals.Count()] + count
    }
}
