/// The network faults that are in force: decides about requests, replies and new connections.
///
/// A value without clock or socket; the server's thread owns one. Its decisions are pure functions of the seed, the fault,
/// the connection and the request's number on it, but for `first`, `every` and `limit` of a target and for bursts, which
/// count requests in the order in which the server reads them. Deciding allocates nothing.
package struct FaultEngine {
    /// A fault in force, with what it has counted since its beginning.
    private struct Active {
        let armed: ArmedFault
        let occurrence: Int
        let kind: ActiveKind
        var matched = 0
        var hits = 0
        /// Requests that are left of a burst.
        var burst = 0
    }

    private enum ActiveKind {
        case request(any RequestFault)
        case reply(any ReplyFault)
        case greeting(any GreetingFault)
        case server(any ServerFault)
    }

    /// A fault that acted on a request, a reply or a connection.
    package struct Hit: Hashable, Sendable {
        /// The fault's number.
        package let fault: Int
        /// Which of its occurrences, from 1.
        package let occurrence: Int

        /// A hit of this fault.
        package init(fault: Int, occurrence: Int) {
            self.fault = fault
            self.occurrence = occurrence
        }
    }

    private var active: [Active] = []
    /// The connection that was accepted last.
    package var newestConnection: UInt64 = 0
    /// Whether requests and replies are untouched: then `judge` and `spoil` need not be called.
    package private(set) var leavesRequestsAlone = true
    /// Whether new connections are untouched.
    package private(set) var leavesConnectionsAlone = true
    /// The server as a whole, under the faults in force; of two that set the same condition the later one holds.
    package private(set) var conditions = ServerConditions()

    /// An engine without faults.
    package init() {}

    /// Puts a lasting network fault in force; a fault of another sort changes nothing here.
    package mutating func begin(_ armed: ArmedFault, occurrence: Int) {
        end(armed.id)
        let kind: ActiveKind
        switch armed.fault {
        case let fault as any RequestFault: kind = .request(fault)
        case let fault as any ReplyFault: kind = .reply(fault)
        case let fault as any GreetingFault: kind = .greeting(fault)
        case let fault as any ServerFault: kind = .server(fault)
        default: return
        }
        active.append(Active(armed: armed, occurrence: occurrence, kind: kind))
        summarise()
    }

    /// Takes the fault with this number out of force.
    package mutating func end(_ id: Int) {
        active.removeAll { $0.armed.id == id }
        summarise()
    }

    /// What is to be done with a request: the first fault in force that does not serve it decides.
    ///
    /// A fault in the midst of a burst goes on with it.
    ///
    /// - Parameter note: called with each fault that decided.
    package mutating func judge(_ request: RequestView, note: (Hit) -> Void) -> RequestJudgement {
        for place in active.indices {
            guard case .request(let fault) = active[place].kind,
                var dice = dice(place, for: request)
            else { continue }
            let judgement = fault.judge(request, &dice)
            guard judgement != .serve else { continue }
            active[place].burst = (active[place].burst > 0 ? active[place].burst : fault.run) - 1
            active[place].hits += 1
            note(Hit(fault: active[place].armed.id, occurrence: active[place].occurrence))
            return judgement
        }
        return .serve
    }

    /// Lets every fault in force spoil the reply, in the order in which they began. Nothing is left to spoil for those
    /// after one that withholds it.
    ///
    /// - Parameter note: called with each fault that did.
    package mutating func spoil(_ reply: inout ReplyDraft, note: (Hit) -> Void) {
        for place in active.indices {
            guard case .reply(let fault) = active[place].kind,
                reply.count > 0,
                var dice = dice(place, for: reply.request),
                fault.spoil(&reply, &dice)
            else { continue }
            active[place].hits += 1
            note(Hit(fault: active[place].armed.id, occurrence: active[place].occurrence))
        }
    }

    /// What becomes of a connection that was just accepted: the first fault in force that does not serve it decides.
    ///
    /// - Parameter note: called with the fault that decided.
    package mutating func greet(connection: UInt64, note: (Hit) -> Void) -> Greeting {
        newestConnection = connection
        for place in active.indices {
            guard case .greeting(let fault) = active[place].kind,
                active[place].armed.target.matches(connection: connection, newestConnection: connection)
            else { continue }
            active[place].matched += 1
            guard var dice = dice(place, connection: connection, sequence: 0) else { continue }
            let greeting = fault.greet(&dice)
            guard greeting != .serve else { continue }
            active[place].hits += 1
            note(Hit(fault: active[place].armed.id, occurrence: active[place].occurrence))
            return greeting
        }
        return .serve
    }

    /// The dice of the fault at this place if it concerns the request.
    private mutating func dice(_ place: Int, for request: RequestView) -> FaultDice? {
        guard active[place].armed.target.matches(request, newestConnection: newestConnection) else { return nil }
        active[place].matched += 1
        return dice(place, connection: request.connection, sequence: request.sequence)
    }

    /// The dice of the fault at this place if its turn has come: first, every, limit, probability.
    private func dice(_ place: Int, connection: UInt64, sequence: UInt64) -> FaultDice? {
        let fault = active[place]
        var dice = FaultDice(
            seed: fault.armed.seed, fault: fault.armed.id, connection: connection, sequence: sequence)
        return fault.armed.target.takes(matched: fault.matched, hits: fault.hits, isInBurst: fault.burst > 0, &dice)
            ? dice : nil
    }

    private mutating func summarise() {
        leavesRequestsAlone = true
        leavesConnectionsAlone = true
        conditions = ServerConditions()
        for fault in active where fault.armed.target.probability > 0 {
            switch fault.kind {
            case .request, .reply: leavesRequestsAlone = false
            case .greeting: leavesConnectionsAlone = false
            case .server(let server): server.apply(to: &conditions)
            }
        }
    }
}
