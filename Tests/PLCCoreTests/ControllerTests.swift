import Determinism
import LadderText
import PLCCore
import Testing

@Suite("Controller", .timeLimit(.minutes(5)))
struct ControllerTests {
    @Test("S_FS is true in the first scan after every change to run, and S_SCAN counts from there")
    func firstScan() throws {
        let bench = try Bench("N:DINT\nC:DINT", "XIC(S_FS)ADD(N,1,N);\nMOV(S_SCAN,C);")
        for scan in 1...3 {
            bench.scan(after: 100)
            #expect(bench["N"] == 1 && bench["C"] == Double(scan))
        }
        bench.restart()
        bench.scan(after: 100)
        #expect(bench["N"] == 2 && bench["C"] == 1)
        #expect(bench["S_FS"] == 0, "outside the scan it is off")
    }

    @Test("S_T1S is on for the first half of every second")
    func clock() throws {
        let bench = try Bench("X:BOOL", "XIC(S_T1S)OTE(X);")
        var seen: [Double] = []
        for _ in 0..<8 {
            bench.scan()
            seen.append(bench["X"])
            bench.scan(after: 250)
        }
        #expect(seen == [1, 1, 0, 0, 1, 1, 0, 0])
    }

    @Test("program mode solves nothing and keeps the data; run mode prescans")
    func modes() throws {
        let bench = try Bench("N:DINT\nX:BOOL\nL:BOOL", "ADD(N,1,N)OTE(X)OTL(L);", run: false)
        bench.scan()
        #expect(bench.controller.mode == .program && bench["N"] == 0)
        #expect(bench.controller.enterRun(at: bench.now))
        #expect(!bench.controller.enterRun(at: bench.now), "a second time does nothing")
        bench.scan()
        bench.controller.enterProgram()
        bench.scan()
        #expect(bench["N"] == 1 && bench["X"] == 1)
        bench.controller.enterRun(at: bench.now)
        #expect(bench["X"] == 0 && bench["L"] == 1 && bench["N"] == 1, "prescan clears what OTE drives, nothing else")
        bench.controller.reset()
        #expect(bench["N"] == 0 && bench["L"] == 0 && bench.controller.mode == .program)
    }

    @Test("a watchdog report is fault 6/1 and stops the controller until it is cleared")
    func watchdog() throws {
        let bench = try Bench("N:DINT", "ADD(N,1,N);")
        bench.scan()
        bench.controller.reportWatchdog(elapsedNanoseconds: 600_000_000, at: SimulatedTime(nanoseconds: 5))
        #expect(bench.controller.mode == .faulted && bench.controller.watchdogNanoseconds == 600_000_000)
        let fault = try #require(bench.controller.fault)
        #expect(fault.code == .watchdog && fault.rung == nil && fault.at.nanoseconds == 5)
        bench.scan()
        #expect(bench["N"] == 1)
        #expect(!bench.controller.enterRun(at: bench.now), "a fault has to be cleared first")
        bench.controller.enterProgram()
        #expect(bench.controller.mode == .faulted)
        bench.controller.clearFault()
        #expect(bench.controller.enterRun(at: bench.now))
        bench.scan()
        #expect(bench["N"] == 2)
    }

    @Test("a major fault ends the scan at the instruction: what stands behind it is not executed")
    func faultEndsScan() throws {
        let bench = try Bench("N:DINT\nT1:TIMER PRE=-1", "ADD(N,1,N);\nTON(T1,?,?)ADD(N,10,N);\nADD(N,100,N);")
        bench.scan()
        #expect(bench["N"] == 1)
    }

    @Test("edge instructions give no pulse for a rung that is already true on entering run mode")
    func noPulseAtStart() throws {
        let bench = try Bench(
            "IN:BOOL 1\nS1:BOOL\nS2:BOOL\nP:BOOL\nC1:COUNTER\nN:DINT",
            "XIC(IN)ONS(S1)ADD(N,1,N);\nXIC(IN)OSR(S2,P)CTU(C1,5,0);")
        bench.scan()
        #expect(bench["N"] == 0 && bench["P"] == 0 && bench["C1.ACC"] == 0)
        bench["IN"] = 0
        bench.scan()
        bench["IN"] = 1
        bench.scan()
        #expect(bench["N"] == 1 && bench["P"] == 1 && bench["C1.ACC"] == 1)
        bench.scan()
        #expect(bench["N"] == 1 && bench["P"] == 0 && bench["C1.ACC"] == 1)
    }

    @Test("captured words bring a controller back to where it was, bit for bit")
    func captureAndRestore() throws {
        let bench = try Bench("N:DINT\nR:REAL 0.1\nT1:TIMER PRE=1000", "ADD(N,1,N);\nMUL(R,1.1,R);\nTON(T1,?,?);")
        for _ in 0..<5 { bench.scan(after: 33.3) }
        let controller = bench.controller
        var words = [UInt32](repeating: 0, count: controller.tagWordCount)
        words.withUnsafeMutableBufferPointer { controller.captureWords(into: $0.baseAddress!) }
        var before = Fingerprint()
        controller.combine(into: &before)
        #expect(controller.retainedWordCount >= 3)
        for _ in 0..<5 { bench.scan(after: 33.3) }
        var after = Fingerprint()
        controller.combine(into: &after)
        #expect(before != after)
        words.withUnsafeBufferPointer { controller.restoreWords(from: $0.baseAddress!) }
        var restored = Fingerprint()
        controller.combine(into: &restored)
        #expect(before == restored && bench["N"] == 5)
    }

    @Test("the same program and the same times give the same data")
    func deterministic() throws {
        func fingerprint() throws -> String {
            let bench = try Bench(
                "N:DINT\nR:REAL 0.1\nT1:TIMER PRE=50\nP:PID KP=1;KI=0.5;SP=30",
                "ADD(N,1,N);\nXIO(T1.DN)TON(T1,?,?);\nPID(P,N,0,R,0,0,0);")
            for step in 0..<1_000 { bench.scan(after: Double(step % 7) * 1.7) }
            var result = Fingerprint()
            bench.controller.combine(into: &result)
            return result.hexadecimal
        }
        #expect(try fingerprint() == fingerprint())
    }

    @Test("a timer's start values come from the rung or from the tag table, not from both")
    func startValues() throws {
        let bench = try Bench(
            "T1:TIMER\nT2:TIMER PRE=700\nC1:COUNTER", "TON(T1,500,20)TON(T2,?,?)CTU(C1,9,4);", run: false)
        #expect(bench["T1.PRE"] == 500 && bench["T1.ACC"] == 20 && bench["T2.PRE"] == 700)
        #expect(bench["C1.PRE"] == 9 && bench["C1.ACC"] == 4)
    }

    @Test("a traced scan does what a scan does, and tells every condition")
    func traced() throws {
        let text = "XIC(A)[XIC(B) ,NOP()XIO(B)ADD(N,1,N) , ]OTE(X);\n;\nCMP(N > 1 OR A)MOV(N,M);"
        let bench = try Bench("A:BOOL 1\nB:BOOL\nX:BOOL\nN:DINT\nM:INT", text)
        let trace = try #require(bench.controller.tracedScan(at: bench.now))
        #expect(trace.rungs == [true, true, true])
        #expect(trace.instructions == [true, false, nil, true, true, true, true, true])
        #expect(bench["X"] == 1 && bench["N"] == 1 && bench["M"] == 1)
        bench["A"] = 0
        let second = try #require(bench.controller.tracedScan(at: bench.now))
        #expect(second.rungs == [false, true, false])
        bench.controller.enterProgram()
        #expect(bench.controller.tracedScan(at: bench.now) == nil)
    }
}
