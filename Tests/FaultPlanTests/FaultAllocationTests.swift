import FaultPlan
import Testing

@Suite("The engine's memory", .timeLimit(.minutes(5)))
struct FaultAllocationTests {
    static let kinds = FaultCatalogue.kinds.filter {
        $0 is any ReplyFault.Type || $0 is any RequestFault.Type || $0 is any GreetingFault.Type
    }.map { $0.entry.kind }

    @Test("Deciding about requests, replies and connections allocates nothing", arguments: kinds)
    func deciding(kind: String) throws {
        let entry = try #require(FaultCatalogue.kind(kind)?.entry)
        var random = SeededGenerator(seed: 1)
        let parameters = Made.randomParameters(entry, &random)
        let target = Made.target {
            $0.units = [1, 2]
            $0.functions = [3, 6]
            $0.connections = .numbered([1, 2])
            $0.probability = 0.9
        }
        let planned = PlannedFault(label: kind, kind: kind, parameters: parameters, target: target)
        var engine = FaultEngine()
        engine.begin(ArmedFault(id: 0, planned, seed: 1), occurrence: 1)
        engine.begin(ArmedFault(id: 1, planned, seed: 1), occurrence: 1)
        let read = Exchange.read()
        let write = Exchange.write()
        let isQuiet = HeapWatch.isQuiet(attempts: 2_000) {
            for _ in 0..<20 {
                _ = engine.judge(read.request) { _ in }
                _ = engine.judge(write.request) { _ in }
                var draft = read.draft
                engine.spoil(&draft) { _ in }
                _ = engine.greet(connection: 1) { _ in }
            }
        }
        #expect(isQuiet)
    }
}
