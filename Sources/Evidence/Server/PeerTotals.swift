import Text

/// Who the server's requests came from, since the session began: each connection by the process at its other end.
///
/// The requests of a connection are counted when it has ended, and of those that are open when the session ends.
package struct PeerTotals: Hashable, Sendable {
    /// The most processes and addresses outside the client that are named.
    package static let mostStrangers = 8

    /// Connections and the requests on them.
    package struct Count: Hashable, Sendable {
        /// Connections that were accepted.
        package var connections: Int64
        /// Requests that came on those that have ended.
        package var requests: Int64

        /// So many; none unless told.
        package init(connections: Int64 = 0, requests: Int64 = 0) {
            self.connections = connections
            self.requests = requests
        }

        /// The sum.
        package static func + (left: Count, right: Count) -> Count {
            Count(connections: left.connections + right.connections, requests: left.requests + right.requests)
        }
    }

    /// Who polled and is no part of the client.
    package enum Stranger: Hashable, Sendable {
        /// A process of this machine, by number and name.
        case process(pid: Int32, name: String)
        /// A process of this user, which this machine does not show to us.
        case user(UInt32)
        /// Another machine, by its address.
        case machine(address: String)

        /// Who it is, as part of a sentence: `process 4711 (mbpoll)`.
        package var words: String {
            switch self {
            case .process(let pid, let name): "process \(pid) (\(name))"
            case .user(let user): "a process of user \(user)"
            case .machine(let address): "the machine \(address)"
            }
        }
    }

    /// From processes of the client's tree, or that are watched.
    package var own = Count()
    /// From all others, named or not.
    package var foreign = Count()
    /// From processes that could not be told.
    package var unmatched: Count { reasons.values.reduce(Count(), +) }
    /// Those outside the client, most requests first, at most `mostStrangers`.
    package private(set) var strangers: [(who: Stranger, count: Count)] = []
    /// Why processes could not be told, a part of a sentence each, with what came from them.
    package private(set) var reasons: [String: Count] = [:]

    /// Nobody yet.
    package init() {}

    /// Totals with these named strangers and reasons; `foreign` holds the strangers that are not named too.
    package init(own: Count, foreign: Count, strangers: [Stranger: Count], reasons: [String: Count]) {
        self.own = own
        self.foreign = foreign
        self.reasons = reasons
        self.strangers = Self.most(strangers)
    }

    /// Adds the totals of another session.
    package mutating func add(_ other: PeerTotals) {
        own = own + other.own
        foreign = foreign + other.foreign
        reasons.merge(other.reasons, uniquingKeysWith: +)
        strangers = Self.most(
            Dictionary(strangers.map { ($0.who, $0.count) } + other.strangers.map { ($0.who, $0.count) }) { $0 + $1 })
    }

    private static func most(_ all: [Stranger: Count]) -> [(who: Stranger, count: Count)] {
        Array(
            all.sorted {
                ($1.value.requests, $1.value.connections, $0.key.words)
                    < ($0.value.requests, $0.value.connections, $1.key.words)
            }.prefix(mostStrangers).map { (who: $0.key, count: $0.value) })
    }

    /// Whether both hold the same.
    package static func == (left: PeerTotals, right: PeerTotals) -> Bool {
        left.own == right.own && left.foreign == right.foreign && left.reasons == right.reasons
            && left.strangers.elementsEqual(right.strangers) { $0.who == $1.who && $0.count == $1.count }
    }

    /// Feeds what both sides of `==` have to `hasher`.
    package func hash(into hasher: inout Hasher) {
        hasher.combine(own)
        hasher.combine(foreign)
        hasher.combine(reasons)
    }
}

extension PeerTotals {
    /// The event that holds the totals.
    package func event(at timeSeconds: Double) -> EvidenceEvent {
        EvidenceEvent(
            timeSeconds: timeSeconds, kind: .peers, subject: "server",
            summary: "Who the server's connections and requests came from since the session began.",
            detail: [
                "own": .object(own.members), "foreign": .object(foreign.members),
                "unmatched": .object(unmatched.members),
                "strangers": .array(strangers.map { .object($0.who.members + $0.count.members) }),
                "reasons": .array(
                    reasons.sorted { $0.key < $1.key }.map {
                        .object([.init(name: "reason", value: .string($0.key))] + $0.value.members)
                    }),
            ])
    }

    /// The totals from the detail of an event `peers`; nil when it does not hold them.
    package init?(_ detail: JSONValue) {
        guard let own = detail["own"].flatMap({ Count($0) }), let foreign = detail["foreign"].flatMap({ Count($0) })
        else { return nil }
        var strangers: [Stranger: Count] = [:]
        for element in detail["strangers"]?.elements ?? [] {
            guard let who = Stranger(element), let count = Count(element) else { return nil }
            strangers[who] = count
        }
        var reasons: [String: Count] = [:]
        for element in detail["reasons"]?.elements ?? [] {
            guard let reason = element.text("reason"), let count = Count(element) else { return nil }
            reasons[reason] = count
        }
        self.init(own: own, foreign: foreign, strangers: strangers, reasons: reasons)
    }
}

extension PeerTotals.Count {
    fileprivate var members: [JSONValue.Member] {
        [
            .init(name: "connections", value: .integer(connections)),
            .init(name: "requests", value: .integer(requests)),
        ]
    }

    fileprivate init?(_ json: JSONValue) {
        guard let connections = json.whole("connections"), let requests = json.whole("requests") else { return nil }
        self.init(connections: connections, requests: requests)
    }
}

extension PeerTotals.Stranger {
    fileprivate var members: [JSONValue.Member] {
        switch self {
        case .process(let pid, let name):
            [.init(name: "pid", value: .integer(Int64(pid))), .init(name: "name", value: .string(name))]
        case .user(let user): [.init(name: "user", value: .integer(Int64(user)))]
        case .machine(let address): [.init(name: "address", value: .string(address))]
        }
    }

    fileprivate init?(_ json: JSONValue) {
        if let pid = json.whole("pid").flatMap({ Int32(exactly: $0) }), let name = json.text("name") {
            self = .process(pid: pid, name: name)
        } else if let user = json.whole("user").flatMap({ UInt32(exactly: $0) }) {
            self = .user(user)
        } else if let address = json.text("address") {
            self = .machine(address: address)
        } else {
            return nil
        }
    }
}
