import Determinism
import FaultPlan
import ModbusProtocol
import Testing
import TwinCore

@Suite("Faults of values as clients read them", .timeLimit(.minutes(5)))
struct TagFaultTests {
    private let heartbeat: [String: ParameterValue] = ["tag": .word("HEARTBEAT")]
    private let level: [String: ParameterValue] = ["tag": .word("LIT101")]

    @Test("A frozen value stays while the tag goes on, and is itself again at the end")
    func freeze() throws {
        var bench = try Bench(Bench.timetable([(Bench.fault("freeze", heartbeat), 10, 20)]))
        bench.run(until: 10)
        let before = bench.served("HEARTBEAT")
        bench.run(until: 20)
        #expect(bench.served("HEARTBEAT") == before)
        #expect(bench.value("HEARTBEAT") == before + 10)
        bench.scan()
        #expect(bench.served("HEARTBEAT") == bench.value("HEARTBEAT"))
        #expect(bench.notices.count == 2)
    }

    @Test("Not a number is a quiet NaN in the registers, and the controller keeps its number")
    func notANumber() throws {
        var bench = try Bench(Bench.timetable([(Bench.fault("nan", level), 1, 2)]))
        bench.run(until: 1.5)
        #expect(bench.registers("LIT101") == 0x7FC0_0000)
        #expect(bench.served("LIT101").isNaN)
        #expect(bench.value("LIT101").isFinite)
        bench.run(until: 2.5)
        #expect(bench.served("LIT101") == bench.value("LIT101"))
    }

    @Test("A value is replaced or moved, within what its registers hold")
    func valueAndOffset() throws {
        let clock: [String: ParameterValue] = ["tag": .word("CLOCK_S"), "by": .number(-3600)]
        let high: [String: ParameterValue] = ["tag": .word("LEVEL_HR"), "value": .number(99)]
        var bench = try Bench(
            Bench.timetable([(Bench.fault("offset", clock), 1, nil), (Bench.fault("value", high), 1, nil)]))
        bench.run(until: 3)
        #expect(bench.served("CLOCK_S") == bench.value("CLOCK_S") - 3600)
        // 99 m are 99000 mm: the register ends at 32767.
        #expect(bench.served("LEVEL_HR") == 32.767)
    }

    @Test("Torn: the first register is from this scan, the other from the scan before")
    func torn() throws {
        var bench = try Bench(Bench.timetable([(Bench.fault("torn", level), 5, nil)]))
        var healthy = try Bench()
        bench.run(until: 5)
        healthy.run(until: 5)
        var differed = false
        for _ in 0..<200 {
            let before = healthy.registers("LIT101")
            bench.scan()
            healthy.scan()
            let now = healthy.registers("LIT101")
            #expect(bench.registers("LIT101") == now & 0xFFFF_0000 | before & 0xFFFF)
            differed = differed || bench.registers("LIT101") != now
        }
        #expect(differed)
    }

    @Test("Swapped words: the registers stand in the opposite order")
    func swapped() throws {
        var bench = try Bench(Bench.timetable([(Bench.fault("word-swap", ["tag": .word("SP_LEAD_OFF")]), 1, nil)]))
        bench.run(until: 2)
        let content = UInt64(Float(0.7).bitPattern)
        #expect(bench.registers("SP_LEAD_OFF") == content >> 16 | (content & 0xFFFF) << 16)
    }

    @Test("A stale value is so many scans old from the first scan on", arguments: [1, 10, 600])
    func stale(_ scans: Int) throws {
        var parameters = level
        parameters["scans"] = .integer(scans)
        var bench = try Bench(Bench.timetable([(Bench.fault("stale", parameters), 120, nil)]))
        var healthy = try Bench()
        var history: [UInt64] = []
        for scan in 0..<1300 {
            bench.scan()
            healthy.scan()
            history.append(healthy.registers("LIT101"))
            let shown = bench.now <= SimulatedTime(seconds: 120) ? scan : scan - scans
            #expect(bench.registers("LIT101") == history[shown])
        }
    }

    @Test("What a client writes to a spoilt register arrives")
    func write() throws {
        let setpoint: [String: ParameterValue] = ["tag": .word("SP_LEAD_OFF")]
        var bench = try Bench(Bench.timetable([(Bench.fault("freeze", setpoint), 1, 3)]))
        bench.run(until: 2)
        bench.twin.exchange.refresh()
        bench.twin.exchange.write(entry: bench.entry("SP_LEAD_OFF"), value: 0.75)
        bench.scan()
        #expect(bench.value("SP_LEAD_OFF") == 0.75)
        #expect(Float(bench.served("SP_LEAD_OFF")) == 0.7)
        bench.run(until: 4)
        #expect(bench.served("SP_LEAD_OFF") == 0.75)
    }

    @Test("Two faults of one value act one upon the other and end one without the other")
    func together() throws {
        let offset: [String: ParameterValue] = ["tag": .word("HEARTBEAT"), "by": .number(1000)]
        var bench = try Bench(
            Bench.timetable([(Bench.fault("freeze", heartbeat), 10, 20), (Bench.fault("offset", offset), 12, 22)]))
        bench.run(until: 10)
        let frozen = bench.served("HEARTBEAT")
        bench.run(until: 15)
        #expect(bench.served("HEARTBEAT") == frozen + 1000)
        bench.run(until: 21)
        #expect(bench.served("HEARTBEAT") == bench.value("HEARTBEAT") + 1000)
        bench.run(until: 23)
        #expect(bench.served("HEARTBEAT") == bench.value("HEARTBEAT"))
    }

    @Test("Every word order tears and swaps its registers by address", arguments: WordOrder.allCases)
    func wordOrders(_ order: WordOrder) throws {
        for encoding in [RegisterEncoding.uint32, .uint64] {
            let map = try RegisterMap([
                RegisterEntry(name: "V", table: .holdingRegister, offset: 0, encoding: encoding, wordOrder: order)
            ])
            let image = RegisterImage(map: map)
            let words = encoding.words
            let old: UInt64 = 0x1111_2222_3333_4444 & (words == 2 ? 0xFFFF_FFFF : .max)
            let new: UInt64 = 0x5555_6666_7777_8888 & (words == 2 ? 0xFFFF_FFFF : .max)
            image.setRaw(0, old)
            let oldRegisters = (0..<words).map { image.holdingRegisters[$0] }
            image.setRaw(0, new)
            let newRegisters = (0..<words).map { image.holdingRegisters[$0] }
            image.setAllButFirstRegister(0, old)
            #expect((0..<words).map { image.holdingRegisters[$0] } == [newRegisters[0]] + oldRegisters.dropFirst())
            image.setRaw(0, new)
            image.reverseRegisters(0)
            #expect((0..<words).map { image.holdingRegisters[$0] } == newRegisters.reversed())
        }
    }

    @Test("A value that freezes a second time shows what clients saw then, not what the first time showed")
    func freezesAgain() throws {
        let fault = Bench.fault("freeze", heartbeat)
        let moments: [(Double, FaultAction)] = [
            (10, .begin(fault: 0, occurrence: 1)), (20, .end(fault: 0, occurrence: 1)),
            (30, .begin(fault: 0, occurrence: 2)), (40, .end(fault: 0, occurrence: 2)),
        ]
        let events = moments.map { FaultEvent(at: SimulatedTime(seconds: $0), fault: "freeze", action: $1) }
        var bench = try Bench(FaultTimetable(faults: [fault], events))
        bench.run(until: 10)
        let first = bench.served("HEARTBEAT")
        bench.run(until: 20)
        #expect(bench.served("HEARTBEAT") == first)
        bench.run(until: 30)
        let second = bench.served("HEARTBEAT")
        #expect(second == first + 20)
        bench.run(until: 40)
        #expect(bench.served("HEARTBEAT") == second)
    }

    @Test("What a client writes to a wired tag is latched after the input, so the program sees the client's value")
    func writeToInput() throws {
        var bench = try Bench(
            Bench.scenario { $0["tags.csv"]?.replace("P101_AUX,BOOL,DI0,r,", with: "P101_AUX,BOOL,CO9000,rw,") })
        bench.run(until: 1)
        let measured = bench.value("P101_AUX")
        bench.twin.exchange.refresh()
        bench.twin.exchange.write(entry: bench.entry("P101_AUX"), value: 1 - measured)
        bench.scan()
        #expect(bench.value("P101_AUX") == 1 - measured)
        bench.scan()
        #expect(bench.value("P101_AUX") == measured, "the next scan measures again")
    }
}
