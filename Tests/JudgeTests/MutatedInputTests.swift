import FuzzEntries
import ModbusProtocol
import Testing

@Suite("Inputs that nobody chose", .timeLimit(.minutes(5)))
struct MutatedInputTests {
    @Test("20,000 mutated inputs neither trap nor break a promise", arguments: FuzzEntry.allCases)
    func mutated(entry: FuzzEntry) {
        for seed in UInt64(1)...4 {
            var mutator = Mutator(entry, seed: seed)
            for number in 0..<5_000 {
                if let broken = mutator.next().withUnsafeBytes({ entry.examine($0) }) {
                    Issue.record("seed \(seed), input \(number): \(broken)")
                    return
                }
            }
        }
    }

    @Test("What the mutator starts from is taken in whole, and it gets far beyond", arguments: FuzzEntry.allCases)
    func reach(entry: FuzzEntry) {
        for beginning in entry.beginnings {
            #expect(beginning.withUnsafeBytes { entry.examine($0) } == nil)
        }
        var mutator = Mutator(entry, seed: 9)
        let made = Set((0..<5_000).map { _ in mutator.next() })
        #expect(made.count > 3_000)
    }

    @Test("The mutator's requests reach every judgement that the pre-screen has")
    func judgements() {
        var seen: Set<String> = []
        let map = try? RegisterMap(
            (0..<30).flatMap { offset in
                [
                    RegisterEntry(
                        name: "H", table: .holdingRegister, offset: offset, encoding: .uint16, writable: true),
                    RegisterEntry(name: "I", table: .inputRegister, offset: offset, encoding: .uint16),
                    RegisterEntry(name: "C", table: .coil, offset: offset, encoding: .bit, writable: true),
                    RegisterEntry(name: "D", table: .discreteInput, offset: offset, encoding: .bit),
                ]
            })
        guard let map else { preconditionFailure("the map has no error") }
        let image = RegisterImage(map: map)
        var mutator = Mutator(.preScreen, seed: 1)
        for _ in 0..<5_000 {
            mutator.next().prefix(253).withUnsafeBytes { bytes in
                guard !bytes.isEmpty else { return }
                let judgement = PreScreen.judge(bytes, map: map, image: image)
                seen.insert(String("\(judgement)".prefix { $0 != "(" && $0 != " " }))
                if case .refuse(let code) = judgement { seen.insert("exception \(code.rawValue)") }
            }
        }
        #expect(
            seen == [
                "refuse", "exception 1", "exception 2", "exception 3", "read", "write", "writeThenRead",
                "reportServerID",
                "readExceptionStatus", "diagnose", "readEventCounter", "readEventLog", "readDeviceIdentification",
            ])
    }
}
