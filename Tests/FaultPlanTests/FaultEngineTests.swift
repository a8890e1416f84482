import FaultPlan
import Testing

@Suite("The engine of faults", .timeLimit(.minutes(5)))
struct FaultEngineTests {
    /// Judges requests of one connection, as many as asked for, and says which were not served.
    private func judged(
        _ engine: inout FaultEngine, connection: UInt64 = 1, sequences: ClosedRange<UInt64>
    ) -> [UInt64] {
        sequences.filter { sequence in
            let exchange = Exchange.read(connection: connection, sequence: sequence)
            return engine.judge(exchange.request) { _ in } != .serve
        }
    }

    @Test("Requests are refused, ignored or confirmed without effect; the fault that began first decides")
    func judgements() {
        var engine = FaultEngine()
        engine.begin(Made.armed("write-lost", id: 0), occurrence: 1)
        engine.begin(Made.armed("exception", ["code": .integer(6)], id: 1), occurrence: 4)
        engine.begin(Made.armed("ignore", id: 2), occurrence: 1)
        var hits: [FaultEngine.Hit] = []
        let write = Exchange.write()
        #expect(engine.judge(write.request) { hits.append($0) } == .confirmWithoutEffect)
        let read = Exchange.read()
        #expect(engine.judge(read.request) { hits.append($0) } == .exception(6))
        engine.end(1)
        #expect(engine.judge(read.request) { hits.append($0) } == .ignore)
        #expect(hits.map(\.fault) == [0, 1, 2])
        #expect(hits.map(\.occurrence) == [1, 4, 1])
    }

    @Test("Writes alone can be chosen, or a unit, an address, a quantity, a connection")
    func targets() {
        let cases: [(FaultTarget, read: Bool, write: Bool, readWrite: Bool)] = [
            (Made.target { $0.functions = [5, 6, 15, 16, 22, 23] }, false, true, true),
            (Made.target { $0.units = [1] }, true, true, true),
            (Made.target { $0.units = [2, 3] }, false, false, false),
            (Made.target { $0.addresses = 102...110 }, true, false, false),
            (Made.target { $0.addresses = 200...200 }, false, false, true),
            (Made.target { $0.addresses = 0...99 }, false, false, false),
            (Made.target { $0.quantity = 3 }, true, false, false),
            (Made.target { $0.quantity = 1 }, false, true, true),
            (Made.target { $0.connections = .numbered([1]) }, true, true, true),
            (Made.target { $0.connections = .numbered([2, 7]) }, false, false, false),
            (Made.target { $0.connections = .every(1) }, true, true, true),
            (Made.target { $0.connections = .every(2) }, false, false, false),
        ]
        for (target, read, write, readWrite) in cases {
            var engine = FaultEngine()
            engine.begin(Made.armed("ignore", target: target), occurrence: 1)
            for (exchange, expected) in [
                (Exchange.read(), read), (Exchange.write(), write), (Exchange.readWrite(), readWrite),
            ] {
                let isHit = engine.judge(exchange.request) { _ in } == .ignore
                #expect(isHit == expected, "\(target) function \(exchange.request.function)")
            }
        }
    }

    @Test("The newest connection is the one that was accepted last")
    func newest() {
        var engine = FaultEngine()
        engine.begin(Made.armed("ignore", target: Made.target { $0.connections = .newest }), occurrence: 1)
        _ = engine.greet(connection: 7) { _ in }
        #expect(judged(&engine, connection: 6, sequences: 1...2) == [])
        #expect(judged(&engine, connection: 7, sequences: 1...2) == [1, 2])
        _ = engine.greet(connection: 8) { _ in }
        #expect(judged(&engine, connection: 7, sequences: 3...4) == [])
    }

    @Test("First, every and limit count the requests that match, anew at each occurrence")
    func counting() {
        let target = Made.target {
            $0.first = 5
            $0.every = 10
            $0.limit = 3
        }
        var engine = FaultEngine()
        engine.begin(Made.armed("ignore", target: target), occurrence: 1)
        #expect(judged(&engine, sequences: 1...100) == [5, 15, 25])
        engine.begin(Made.armed("ignore", target: target), occurrence: 2)
        #expect(judged(&engine, sequences: 101...200) == [105, 115, 125])
    }

    @Test("A burst hits the next matching requests too, and starts again with the next hit; the limit holds")
    func bursts() {
        let burst: [String: ParameterValue] = ["code": .integer(6), "run": .integer(3)]
        var engine = FaultEngine()
        engine.begin(Made.armed("exception", burst, target: Made.target { $0.every = 10 }), occurrence: 1)
        #expect(judged(&engine, sequences: 1...24) == [1, 2, 3, 11, 12, 13, 21, 22, 23])
        let limited = Made.target {
            $0.every = 10
            $0.limit = 5
        }
        engine.begin(Made.armed("exception", burst, target: limited), occurrence: 2)
        #expect(judged(&engine, sequences: 1...24) == [1, 2, 3, 11, 12])
        // Every stretch of hits is as long as a burst, or several that touch.
        engine.begin(
            Made.armed("exception", burst, seed: 3, target: Made.target { $0.probability = 0.02 }), occurrence: 3)
        let hits = judged(&engine, sequences: 1...5_000)
        #expect((200...400).contains(hits.count))
        var stretch = 0
        for sequence in 1...4_990 as ClosedRange<UInt64> {
            if hits.contains(sequence) {
                stretch += 1
            } else {
                #expect(stretch.isMultiple(of: 3))
                stretch = 0
            }
        }
    }

    @Test("A share of the requests is hit as often as the probability says, others for another seed or fault")
    func probability() {
        func hits(seed: UInt64, id: Int) -> [UInt64] {
            var engine = FaultEngine()
            engine.begin(
                Made.armed("ignore", id: id, seed: seed, target: Made.target { $0.probability = 0.1 }), occurrence: 1)
            return judged(&engine, sequences: 1...20_000)
        }
        let first = hits(seed: 1, id: 0)
        // The standard deviation is 42.
        #expect((1_800...2_200).contains(first.count))
        #expect(first == hits(seed: 1, id: 0))
        #expect(first != hits(seed: 2, id: 0))
        #expect(first != hits(seed: 1, id: 1))
    }

    @Test("Decisions do not depend on how the requests of connections interleave")
    func interleaving() {
        func decisions(_ order: [(UInt64, UInt64)]) -> [String: String] {
            var engine = FaultEngine()
            let target = Made.target { $0.probability = 0.3 }
            engine.begin(Made.armed("exception", ["code": .integer(4)], id: 0, seed: 5, target: target), occurrence: 1)
            engine.begin(Made.armed("flip", ["bits": .integer(3)], id: 1, seed: 5, target: target), occurrence: 1)
            engine.begin(
                Made.armed(
                    "delay", ["by": .duration(1_000_000_000), "jitter": .duration(900_000_000)], id: 2, seed: 5,
                    target: target), occurrence: 1)
            var decisions: [String: String] = [:]
            for (connection, sequence) in order {
                let exchange = Exchange.read(connection: connection, sequence: sequence)
                let judgement = engine.judge(exchange.request) { _ in }
                var draft = exchange.draft
                engine.spoil(&draft) { _ in }
                decisions["\(connection)/\(sequence)"] =
                    "\(judgement) \(Exchange.text(Exchange.bytes(draft))) \(draft.delayNanoseconds)"
            }
            return decisions
        }
        let ordered = (1...4 as ClosedRange<UInt64>).flatMap { connection in
            (1...200 as ClosedRange<UInt64>).map { (connection, $0) }
        }
        let first = decisions(ordered)
        #expect(Set(first.values).count > 100)
        var random = SeededGenerator(seed: 1)
        for _ in 0..<5 { #expect(decisions(ordered.shuffled(using: &random)) == first) }
    }

    @Test("A reply that a fault has no meaning for is no hit and does not use up the limit")
    func noHit() {
        var engine = FaultEngine()
        engine.begin(Made.armed("byte-count", target: Made.target { $0.limit = 1 }), occurrence: 1)
        var hits = 0
        for exchange in [Exchange.exception(), .write(), .read(), .read()] {
            var draft = exchange.draft
            engine.spoil(&draft) { _ in hits += 1 }
        }
        #expect(hits == 1)
    }

    @Test("Faults of replies act in the order in which they began; nothing is left for those after a withheld reply")
    func order() {
        var engine = FaultEngine()
        engine.begin(Made.armed("truncate", ["bytes": .integer(3)], id: 0), occurrence: 1)
        engine.begin(Made.armed("duplicate-reply", id: 1), occurrence: 1)
        engine.begin(Made.armed("drop", id: 2, target: Made.target { $0.units = [2] }), occurrence: 1)
        var draft = Exchange.exception().draft
        engine.spoil(&draft) { _ in }
        #expect(draft.count == 12)
        engine.begin(Made.armed("drop", id: 3), occurrence: 1)
        engine.begin(Made.armed("delay", ["by": .duration(5)], id: 4), occurrence: 1)
        var hits: [Int] = []
        draft = Exchange.exception().draft
        engine.spoil(&draft) { hits.append($0.fault) }
        #expect(hits == [0, 1, 3] && draft.count == 0 && draft.delayNanoseconds == 0)
    }

    @Test("New connections meet the first fault that does not serve them")
    func greetings() {
        let given: [String: ParameterValue] = [
            "delay": .duration(5), "close": .word("orderly"), "when": .word("first-byte"),
        ]
        var engine = FaultEngine()
        #expect(engine.leavesConnectionsAlone)
        engine.begin(
            Made.armed("accept-close", given, id: 0, target: Made.target { $0.connections = .every(2) }), occurrence: 1)
        engine.begin(
            Made.armed("black-hole", id: 1, target: Made.target { $0.connections = .numbered([3]) }), occurrence: 1)
        engine.begin(
            Made.armed(
                "black-hole", ["reads": .word("no")], id: 2, target: Made.target { $0.connections = .numbered([3, 5]) }),
            occurrence: 1)
        #expect(!engine.leavesConnectionsAlone && engine.leavesRequestsAlone)
        let greetings = (1...5 as ClosedRange<UInt64>).map { engine.greet(connection: $0) { _ in } }
        let closed = Greeting.close(.orderly, afterNanoseconds: 5, afterFirstByte: true)
        #expect(greetings == [.serve, closed, .silence, closed, .neglect])
        #expect(engine.newestConnection == 5)
        for id in 0...2 { engine.end(id) }
        #expect(engine.leavesConnectionsAlone && engine.greet(connection: 6) { _ in } == .serve)
    }

    @Test("Conditions of the server hold from a fault's beginning to its end, then they are as before")
    func conditions() {
        let cases: [(String, [String: ParameterValue], (inout ServerConditions) -> Void)] = [
            ("refuse", [:], { $0.isListenerClosed = true }),
            (
                "no-accept", ["backlog": .integer(3)],
                {
                    $0.isAcceptPaused = true
                    $0.backlog = 3
                }
            ),
            ("rate-limit", ["bytes_per_second": .integer(100)], { $0.bytesPerSecond = 100 }),
            ("idle-timeout", ["idle": .duration(1_000_000_000)], { $0.idleTimeoutNanoseconds = 1_000_000_000 }),
            (
                "connection-limit", [:],
                {
                    $0.connectionLimit = 2
                    $0.limitPolicy = .closeOldestIdle
                }
            ),
            ("port-flap", ["offset": .integer(7)], { $0.portOffset = 7 }),
        ]
        for (kind, given, change) in cases {
            var expected = ServerConditions()
            change(&expected)
            var engine = FaultEngine()
            engine.begin(Made.armed(kind, given, id: 9), occurrence: 1)
            #expect(engine.conditions == expected, "\(kind)")
            #expect(engine.leavesRequestsAlone && engine.leavesConnectionsAlone)
            engine.end(9)
            #expect(engine.conditions == ServerConditions(), "\(kind)")
        }
        var engine = FaultEngine()
        engine.begin(Made.armed("rate-limit", ["bytes_per_second": .integer(1)], id: 0), occurrence: 1)
        engine.begin(Made.armed("rate-limit", ["bytes_per_second": .integer(2)], id: 1), occurrence: 1)
        #expect(engine.conditions.bytesPerSecond == 2)
        engine.end(1)
        #expect(engine.conditions.bytesPerSecond == 1)
    }

    @Test("Once the last fault has ended, requests are left alone again")
    func restoration() {
        var engine = FaultEngine()
        #expect(engine.leavesRequestsAlone)
        engine.begin(Made.armed("drop", id: 0), occurrence: 1)
        engine.begin(Made.armed("ignore", id: 1), occurrence: 1)
        #expect(!engine.leavesRequestsAlone)
        engine.end(0)
        #expect(!engine.leavesRequestsAlone)
        engine.end(1)
        engine.end(1)
        #expect(engine.leavesRequestsAlone)
    }
}
