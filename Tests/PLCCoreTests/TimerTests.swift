import Determinism
import PLCCore
import Testing

@Suite("Timers", .timeLimit(.minutes(5)))
struct TimerTests {
    @Test("a TON is done when its rung has been true for PRE, and not a scan before")
    func onDelay() throws {
        let bench = try Bench("IN:BOOL\nT1:TIMER PRE=250", "XIC(IN)TON(T1,?,?);")
        bench["IN"] = 1
        bench.scan(after: 100)
        #expect(bench["T1.EN"] == 1 && bench["T1.TT"] == 1 && bench["T1.ACC"] == 0)
        bench.scan(after: 100)
        bench.scan(after: 100)
        #expect(bench["T1.ACC"] == 200 && bench["T1.DN"] == 0)
        bench.scan(after: 100)
        #expect(bench["T1.ACC"] == 300, "ACC is not cut back to PRE")
        #expect(bench["T1.DN"] == 1 && bench["T1.TT"] == 0)
        bench.scan(after: 100)
        #expect(bench["T1.ACC"] == 300, "ACC stands when DN is set")
        bench["IN"] = 0
        bench.scan(after: 100)
        #expect(bench["T1.EN"] == 0 && bench["T1.DN"] == 0 && bench["T1.ACC"] == 0)
    }

    @Test("a TOF stays done for PRE after its rung went false")
    func offDelay() throws {
        let bench = try Bench("IN:BOOL\nT1:TIMER", "XIC(IN)TOF(T1,200,0);")
        bench.scan(after: 100)
        #expect(bench["T1.DN"] == 0 && bench["T1.ACC"] == 200, "prescan leaves ACC at PRE and the timer not done")
        bench["IN"] = 1
        bench.scan(after: 100)
        #expect(bench["T1.EN"] == 1 && bench["T1.DN"] == 1 && bench["T1.TT"] == 0 && bench["T1.ACC"] == 0)
        bench["IN"] = 0
        bench.scan(after: 100)
        #expect(bench["T1.EN"] == 0 && bench["T1.DN"] == 1 && bench["T1.TT"] == 1 && bench["T1.ACC"] == 0)
        bench.scan(after: 100)
        #expect(bench["T1.DN"] == 1)
        bench.scan(after: 100)
        #expect(bench["T1.DN"] == 0 && bench["T1.TT"] == 0 && bench["T1.ACC"] == 200)
    }

    @Test("clearing DN pauses a TOF and setting it goes on where it was")
    func offDelayPause() throws {
        let bench = try Bench("IN:BOOL\nT1:TIMER PRE=1000", "XIC(IN)TOF(T1,?,?);")
        bench["IN"] = 1
        bench.scan()
        bench["IN"] = 0
        bench.scan()
        bench.scan(after: 300)
        bench["T1.DN"] = 0
        bench.scan(after: 5_000)
        #expect(bench["T1.ACC"] == 300 && bench["T1.TT"] == 0)
        bench["T1.DN"] = 1
        bench.scan(after: 100)
        #expect(bench["T1.ACC"] == 300)
        bench.scan(after: 100)
        #expect(bench["T1.ACC"] == 400 && bench["T1.TT"] == 1)
    }

    @Test("an RTO keeps its time over false rungs and restarts, until RES")
    func retentive() throws {
        let bench = try Bench("IN:BOOL\nCLEAR:BOOL\nT1:TIMER PRE=300", "XIC(IN)RTO(T1,?,?);\nXIC(CLEAR)RES(T1);")
        bench["IN"] = 1
        bench.scan()
        bench.scan(after: 200)
        bench["IN"] = 0
        bench.scan(after: 5_000)
        #expect(bench["T1.ACC"] == 200 && bench["T1.EN"] == 0 && bench["T1.TT"] == 0)
        bench.restart()
        #expect(bench["T1.ACC"] == 200)
        bench["IN"] = 1
        bench.scan(after: 50)
        bench.scan(after: 100)
        #expect(bench["T1.ACC"] == 300 && bench["T1.DN"] == 1)
        bench["IN"] = 0
        bench.scan(after: 50)
        #expect(bench["T1.DN"] == 1 && bench["T1.ACC"] == 300)
        bench["CLEAR"] = 1
        bench.scan(after: 50)
        #expect(bench["T1.DN"] == 0 && bench["T1.ACC"] == 0)
    }

    @Test("fractions of a millisecond are not lost", arguments: [333_333, 1_000_001, 16_666_667, 999_999] as [Int64])
    func noDrift(step: Int64) throws {
        let bench = try Bench("T1:TIMER PRE=2000000000", "TON(T1,?,?);")
        bench.scan()
        for _ in 0..<10_000 { bench.scan(afterNanoseconds: step) }
        #expect(bench["T1.ACC"] == Double(step * 10_000 / 1_000_000))
    }

    @Test("ACC stops at the largest DINT")
    func saturation() throws {
        let bench = try Bench("T1:TIMER PRE=2147483647;ACC=0", "RTO(T1,?,?);")
        bench["T1.ACC"] = 2_147_483_600
        bench.scan()
        bench.scan(after: 1_000)
        #expect(bench["T1.ACC"] == 2_147_483_647 && bench["T1.DN"] == 1)
    }

    @Test("a negative PRE or ACC is fault 4/34 and stops the controller", arguments: ["T1.PRE", "T1.ACC"])
    func negativeValue(path: String) throws {
        let bench = try Bench("OUT:BOOL\nT1:TIMER PRE=10", "NOP();\nXIC(OUT)NOP()[RTO(T1,?,?) ,NOP() ];")
        bench["OUT"] = 1
        bench[path] = -1
        bench.scan(after: 10)
        #expect(bench.controller.mode == .faulted)
        #expect(
            bench.controller.fault
                == ControllerFault(
                    code: .negativeTimerValue, sentence: FaultCode.negativeTimerValue.sentence, rung: 1,
                    instruction: "RTO", operand: "T1", text: "RTO(T1,?,?)",
                    at: SimulatedTime(nanoseconds: 10_000_000), scan: 1))
        #expect(bench.controller.fault?.place == "rung 1, RTO of T1: RTO(T1,?,?)")
        bench.controller.clearFault()
        #expect(bench.controller.mode == .program && bench.controller.fault == nil)
    }
}
