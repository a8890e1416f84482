import FaultPlan
import Testing

/// How a draft is to leave, bytes included, to tell whether anything changed.
private struct Appearance: Equatable {
    let bytes: [UInt8]
    let delay: Int64
    let holdsLater: Bool
    let drip: ReplyDraft.Drip?
    let waits: [Bool]
    let hold: Int64
    let afterwards: ReplyDraft.Afterwards

    init(_ draft: ReplyDraft) {
        bytes = Exchange.bytes(draft)
        delay = draft.delayNanoseconds
        holdsLater = draft.holdsLater
        drip = draft.drip
        waits = [draft.joinsNext, draft.swapsWithNext]
        hold = draft.longestHoldNanoseconds
        afterwards = draft.afterwards
    }
}

@Suite("Faults with random parameters on random replies", .timeLimit(.minutes(5)))
struct FaultPropertyTests {
    static let replyKinds = FaultCatalogue.kinds.filter { $0 is any ReplyFault.Type }.map { $0.entry.kind }
    static let kinds = FaultCatalogue.kinds.map { $0.entry.kind }

    private func armed(_ kind: String, id: Int, _ random: inout SeededGenerator, target: FaultTarget) throws
        -> ArmedFault
    {
        let entry = try #require(FaultCatalogue.kind(kind)?.entry)
        let planned = PlannedFault(
            label: kind, kind: kind, parameters: Made.randomParameters(entry, &random), target: target)
        return ArmedFault(id: id, planned, seed: random.next())
    }

    @Test("None leaves the reply's room, and a hit is a difference", arguments: replyKinds)
    func room(kind: String) throws {
        let entry = try #require(FaultCatalogue.kind(kind)?.entry)
        var random = SeededGenerator(seed: 7)
        var hits = 0
        for round in 0..<600 as Range<UInt64> {
            let exchange = Exchange.random(sequence: round, &random)
            let planned = PlannedFault(label: kind, kind: kind, parameters: Made.randomParameters(entry, &random))
            let fault = try #require(planned.fault as? any ReplyFault)
            var draft = exchange.draft
            let before = Appearance(draft)
            #expect((8...260).contains(before.bytes.count))
            var dice = FaultDice(seed: round, fault: 0, connection: 1, sequence: round)
            let isHit = fault.spoil(&draft, &dice)
            #expect((0...ReplyDraft.room).contains(draft.count))
            #expect(exchange.isGuardIntact)
            #expect(draft.delayNanoseconds >= 0 && draft.longestHoldNanoseconds >= 0)
            if let drip = draft.drip { #expect(drip.first > 0 && drip.bytes > 0 && drip.everyNanoseconds > 0) }
            #expect((Appearance(draft) != before) == isHit)
            if isHit { hits += 1 }
        }
        #expect(hits > 5, "the fault meets random replies")
    }

    @Test("Many at once stay within the room and agree from run to run")
    func together() throws {
        func run(seed: UInt64) throws -> [Appearance] {
            var random = SeededGenerator(seed: seed)
            var engine = FaultEngine()
            for id in 0..<8 {
                let kind = Self.replyKinds[Int.random(in: Self.replyKinds.indices, using: &random)]
                engine.begin(
                    try armed(kind, id: id, &random, target: Made.target { $0.probability = 0.7 }), occurrence: 1)
            }
            return (0..<100 as Range<UInt64>).map { sequence in
                let exchange = Exchange.random(sequence: sequence, &random)
                var draft = exchange.draft
                engine.spoil(&draft) { _ in }
                #expect((0...ReplyDraft.room).contains(draft.count) && exchange.isGuardIntact)
                return Appearance(draft)
            }
        }
        for seed in 0..<25 as Range<UInt64> {
            let first = try run(seed: seed)
            #expect(try run(seed: seed) == first)
        }
    }

    @Test("A probability of 0 changes nothing at all", arguments: kinds)
    func never(kind: String) throws {
        var random = SeededGenerator(seed: 11)
        let never = Made.target { $0.probability = 0 }
        for round in 0..<20 as Range<UInt64> {
            var engine = FaultEngine()
            let fault = try armed(kind, id: 0, &random, target: never)
            engine.begin(fault, occurrence: 1)
            #expect(engine.leavesRequestsAlone && engine.leavesConnectionsAlone)
            #expect(engine.conditions == ServerConditions())
            // Another fault keeps the engine busy with every request.
            engine.begin(
                Made.armed(
                    "ignore", id: 1,
                    target: Made.target {
                        $0.units = []
                        $0.limit = 0
                    }), occurrence: 1)
            let exchange = Exchange.random(sequence: round, &random)
            var draft = exchange.draft
            let before = Appearance(draft)
            #expect(engine.judge(exchange.request) { _ in Issue.record("a hit") } == .serve)
            engine.spoil(&draft) { _ in Issue.record("a hit") }
            #expect(engine.greet(connection: round) { _ in Issue.record("a hit") } == .serve)
            #expect(Appearance(draft) == before)
            var choice = StrikeChoice(fault, occurrence: 1, newestConnection: round)
            #expect(!choice.hits(connection: round) && choice.hits == 0)
        }
    }
}
