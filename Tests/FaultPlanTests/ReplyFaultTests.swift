import FaultPlan
import Testing

/// A kind with parameters, an exchange, and the bytes that leave; nil: the fault has no meaning for the reply.
struct SpoiltReply: CustomTestStringConvertible, Sendable {
    let kind: String
    let given: [String: ParameterValue]
    let exchange: @Sendable () -> Exchange
    let bytes: String?
    var testDescription: String { "\(kind) \(given)" }

    init(
        _ kind: String, _ given: [String: ParameterValue], of exchange: @escaping @Sendable () -> Exchange,
        _ bytes: String?
    ) {
        self.kind = kind
        self.given = given
        self.exchange = exchange
        self.bytes = bytes
    }
}

@Suite("Faults of replies", .timeLimit(.minutes(5)))
struct ReplyFaultTests {
    private static let read: @Sendable () -> Exchange = { .read() }
    private static let exception: @Sendable () -> Exchange = { .exception() }
    private static let write: @Sendable () -> Exchange = { .write() }
    private static let readWrite: @Sendable () -> Exchange = { .readWrite() }

    static let frames: [SpoiltReply] = [
        SpoiltReply("transaction-id", ["mode": .word("zero")], of: read, "0000 0000 0009 01 03 06 000A 0102 FFFF"),
        SpoiltReply("transaction-id", ["mode": .word("previous")], of: read, "1233 0000 0009 01 03 06 000A 0102 FFFF"),
        SpoiltReply("transaction-id", ["mode": .word("plus-one")], of: exception, "1235 0000 0003 01 83 02"),
        SpoiltReply("transaction-id", [:], of: { .read(previousTransaction: 0x1234) }, nil),
        SpoiltReply("duplicate-reply", [:], of: exception, "1234 0000 0003 01 83 02 1234 0000 0003 01 83 02"),
        SpoiltReply("protocol-id", ["value": .integer(65_535)], of: exception, "1234 FFFF 0003 01 83 02"),
        SpoiltReply("length", ["value": .integer(65_535)], of: exception, "1234 0000 FFFF 01 83 02"),
        SpoiltReply("length", ["value": .integer(0)], of: exception, "1234 0000 0000 01 83 02"),
        SpoiltReply("length", ["value": .integer(3)], of: exception, nil),
        SpoiltReply("length", ["mode": .word("plus"), "value": .integer(4)], of: exception, "1234 0000 0007 01 83 02"),
        SpoiltReply(
            "length", ["mode": .word("plus"), "value": .integer(65_535)], of: exception, "1234 0000 FFFF 01 83 02"),
        SpoiltReply(
            "length", ["mode": .word("minus"), "value": .integer(1)], of: exception, "1234 0000 0002 01 83 02"),
        SpoiltReply(
            "length", ["mode": .word("minus"), "value": .integer(9)], of: exception, "1234 0000 0000 01 83 02"),
        SpoiltReply("unit-id", ["value": .integer(200)], of: exception, "1234 0000 0003 C8 83 02"),
        SpoiltReply("unit-id", ["value": .integer(1)], of: exception, nil),
        SpoiltReply("function-code", ["value": .integer(4)], of: read, "1234 0000 0009 01 04 06 000A 0102 FFFF"),
        SpoiltReply("function-code", ["value": .integer(0x83)], of: exception, nil),
        SpoiltReply("byte-count", [:], of: read, "1234 0000 0009 01 03 07 000A 0102 FFFF"),
        SpoiltReply("byte-count", ["by": .integer(-255)], of: read, "1234 0000 0009 01 03 00 000A 0102 FFFF"),
        SpoiltReply("byte-count", ["by": .integer(255)], of: read, "1234 0000 0009 01 03 FF 000A 0102 FFFF"),
        SpoiltReply("byte-count", ["value": .integer(250)], of: read, "1234 0000 0009 01 03 FA 000A 0102 FFFF"),
        SpoiltReply("byte-count", [:], of: exception, nil),
        SpoiltReply("byte-count", [:], of: write, nil),
        SpoiltReply("truncate", [:], of: exception, "1234 0000 0003 01 83"),
        SpoiltReply("truncate", ["bytes": .integer(259)], of: exception, "12"),
        SpoiltReply(
            "truncate", ["bytes": .integer(2), "length": .word("fix")], of: read,
            "1234 0000 0007 01 03 06 000A 0102"),
        SpoiltReply("truncate", ["bytes": .integer(259), "length": .word("fix")], of: read, "1234 0000 0001 01"),
        SpoiltReply("fewer-registers", [:], of: read, "1234 0000 0005 01 03 02 000A"),
        SpoiltReply("fewer-registers", ["registers": .integer(0)], of: read, "1234 0000 0003 01 03 00"),
        SpoiltReply("fewer-registers", ["registers": .integer(3)], of: read, nil),
        SpoiltReply("fewer-registers", [:], of: readWrite, "1234 0000 0005 01 17 02 000A"),
        SpoiltReply("fewer-registers", [:], of: exception, nil),
        SpoiltReply("fewer-registers", [:], of: write, nil),
        SpoiltReply("read-back", ["register": .integer(101)], of: read, "1234 0000 0009 01 03 06 000A 0103 FFFF"),
        SpoiltReply(
            "read-back", ["register": .integer(102), "by": .integer(2)], of: read,
            "1234 0000 0009 01 03 06 000A 0102 0001"),
        SpoiltReply(
            "read-back", ["register": .integer(100), "by": .integer(-11)], of: readWrite,
            "1234 0000 0007 01 17 04 FFFF 0102"),
        SpoiltReply("read-back", ["register": .integer(103)], of: read, nil),
        SpoiltReply("read-back", ["register": .integer(99)], of: read, nil),
        SpoiltReply("read-back", ["register": .integer(100), "by": .integer(0)], of: read, nil),
        SpoiltReply("read-back", ["register": .integer(100)], of: exception, nil),
        SpoiltReply("drop", [:], of: read, ""),
    ]

    @Test("Each spoils the bytes as its sentence says, and leaves alone what it has no meaning for", arguments: frames)
    func bytes(_ example: SpoiltReply) throws {
        let fault = try #require(Made.planned(example.kind, example.given).fault as? any ReplyFault)
        let exchange = example.exchange()
        var draft = exchange.draft
        let honest = Exchange.bytes(draft)
        var dice = FaultDice(seed: 1, fault: 0, connection: 1, sequence: 1)
        let isHit = fault.spoil(&draft, &dice)
        #expect(isHit == (example.bytes != nil))
        let expected = example.bytes.map { Exchange.bytes($0) } ?? honest
        #expect(Exchange.text(Exchange.bytes(draft)) == Exchange.text(expected))
        #expect(draft.afterwards == .nothing && draft.delayNanoseconds == 0 && draft.drip == nil)
    }

    private func spoilt(
        _ kind: String, _ given: [String: ParameterValue] = [:], of exchange: Exchange = .read(), seed: UInt64 = 1
    ) throws -> ReplyDraft {
        let fault = try #require(Made.planned(kind, given).fault as? any ReplyFault)
        var draft = exchange.draft
        var dice = FaultDice(seed: seed, fault: 0, connection: 1, sequence: 1)
        #expect(fault.spoil(&draft, &dice))
        return draft
    }

    @Test("Values that are drawn are never the right ones")
    func otherValues() throws {
        var units: Set<UInt8> = []
        var functions: Set<UInt8> = []
        for seed in 0..<5_000 as Range<UInt64> {
            let exchange = Exchange.read()
            #expect(
                try spoilt("transaction-id", ["mode": .word("random")], of: exchange, seed: seed).transaction != 0x1234)
            units.insert(try spoilt("unit-id", of: .read(), seed: seed).buffer[6])
            functions.insert(try spoilt("function-code", of: .read(), seed: seed).buffer[7])
            #expect(try spoilt("function-code", of: .exception(), seed: seed).buffer[7] > 0x80)
        }
        #expect(units == Set(0...255).subtracting([1]))
        #expect(functions == Set(1...127).subtracting([3]))
    }

    @Test("Flipped bits are as many as asked for, all different, and reach every byte", arguments: [1, 7, 64])
    func flips(bits: Int) throws {
        let exchange = Exchange.read()
        let honest = Exchange.bytes(exchange.draft)
        var places: Set<Int> = []
        for seed in 0..<400 as Range<UInt64> {
            let spoilt = Exchange.bytes(try spoilt("flip", ["bits": .integer(bits)], of: .read(), seed: seed))
            #expect(spoilt.count == honest.count)
            let changes = zip(honest, spoilt).map { ($0 ^ $1).nonzeroBitCount }
            #expect(changes.reduce(0, +) == bits)
            for (place, change) in changes.enumerated() where change > 0 { places.insert(place) }
        }
        #expect(places == Set(honest.indices))
    }

    @Test("Trailing bytes follow the reply, with the length field kept or made to fit")
    func trailing() throws {
        let kept = try spoilt("trailing", ["bytes": .integer(5)])
        #expect(kept.count == 20 && kept.lengthField == 9)
        #expect(Array(Exchange.bytes(kept).prefix(15)) == Exchange.bytes(Exchange.read().draft))
        let fixed = try spoilt("trailing", ["bytes": .integer(260), "length": .word("fix")])
        #expect(fixed.count == 275 && fixed.lengthField == 269)
    }

    @Test("A connection ends in place of a reply or in the midst of it, never after all of it")
    func resets() throws {
        let none = try spoilt("reset-mid-request")
        #expect(none.count == 0 && none.afterwards == .close(.reset))
        let some = try spoilt("reset-mid-answer", ["bytes": .integer(8), "close": .word("orderly")])
        #expect(some.count == 8 && some.afterwards == .close(.orderly))
        #expect(try spoilt("reset-mid-answer", ["bytes": .integer(259)], of: .exception()).count == 8)
    }

    @Test("A drip splits at a byte of choice and leaves alone what fits into the first piece")
    func drips() throws {
        #expect(
            try spoilt("drip").drip == ReplyDraft.Drip(first: 1, bytes: 1, everyNanoseconds: 5_000_000))
        let given: [String: ParameterValue] = [
            "first": .integer(8), "bytes": .integer(100), "pause": .duration(1_000_000),
        ]
        #expect(
            try spoilt("drip", given).drip == ReplyDraft.Drip(first: 8, bytes: 100, everyNanoseconds: 1_000_000))
        let fault = try #require(Made.planned("drip", ["first": .integer(9)]).fault as? any ReplyFault)
        var draft = Exchange.exception().draft
        var dice = FaultDice(seed: 1, fault: 0, connection: 1, sequence: 1)
        #expect(!fault.spoil(&draft, &dice) && draft.drip == nil)
    }

    @Test("A reply waits for the next one, to leave with it or after it")
    func waits() throws {
        let joined = try spoilt("coalesce", ["within": .duration(250_000_000)])
        #expect(joined.joinsNext && !joined.swapsWithNext && joined.longestHoldNanoseconds == 250_000_000)
        let swapped = try spoilt("reorder")
        #expect(!swapped.joinsNext && swapped.swapsWithNext && swapped.longestHoldNanoseconds == 1_000_000_000)
    }

    @Test("A late answer is overtaken, a delayed one only when asked")
    func order() throws {
        let late = try spoilt("late-answer")
        #expect(late.delayNanoseconds == 10_000_000_000 && !late.holdsLater)
        let delayed = try spoilt("delay", ["by": .duration(5)])
        #expect(delayed.delayNanoseconds == 5 && delayed.holdsLater)
        #expect(try !spoilt("delay", ["by": .duration(5), "order": .word("overtake")]).holdsLater)
    }

    @Test("Delays are spread as asked, and none is negative", arguments: Delay.Spread.allCases)
    func spreads(_ spread: Delay.Spread) throws {
        let fault = try #require(
            Made.planned(
                "delay",
                ["by": .duration(1_000_000), "jitter": .duration(400_000), "spread": .word(spread.rawValue)]
            ).fault as? Delay)
        let delays = (0..<20_000).map { sequence in
            var dice = FaultDice(seed: 9, fault: 3, connection: 2, sequence: UInt64(sequence))
            return Double(fault.delayNanoseconds(&dice))
        }
        let mean = delays.reduce(0, +) / 20_000
        let deviation = (delays.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / 20_000).squareRoot()
        // Standard deviations of the mean are below 3,000 ns, of the deviation below 6,000 ns.
        let (expectedMean, expectedDeviation): (Double, Double) =
            switch spread {
            case .fixed: (1_000_000, 0)
            case .uniform: (1_000_000, 400_000 / 3.0.squareRoot())
            case .normal: (1_000_000, 397_000)
            case .exponential: (1_400_000, 400_000)
            }
        #expect(abs(mean - expectedMean) < 15_000)
        #expect(abs(deviation - expectedDeviation) < 20_000)
        #expect(delays.allSatisfy { $0 >= 0 })
        switch spread {
        case .fixed: #expect(Set(delays) == [1_000_000])
        case .uniform: #expect(delays.allSatisfy { (600_000...1_400_000).contains($0) })
        case .normal: #expect(delays.contains { $0 < 400_000 })
        case .exponential: #expect(delays.allSatisfy { $0 >= 1_000_000 })
        }
    }

    @Test("A wide normal spread is cut at no delay, which is no hit")
    func cut() throws {
        let fault = try #require(
            Made.planned(
                "delay", ["by": .duration(0), "jitter": .duration(1_000_000), "spread": .word("normal")]
            ).fault as? Delay)
        var hits = 0
        for sequence in 0..<1_000 as Range<UInt64> {
            var draft = Exchange.read().draft
            var dice = FaultDice(seed: 9, fault: 3, connection: 2, sequence: sequence)
            let isHit = fault.spoil(&draft, &dice)
            #expect(isHit == (draft.delayNanoseconds > 0))
            if isHit { hits += 1 }
        }
        #expect((400...600).contains(hits))
    }
}
