import Determinism
import PLCCore
import Testing

@Suite("Allocations", .timeLimit(.minutes(5)))
struct AllocationTests {
    @Test("10,000 scans allocate nothing, faults and recording included")
    func scans() throws {
        let bench = try Bench(
            TruthRow.tags + "\nP2:PID KI=1;SP=50\nX1:BOOL",
            """
            XIO(IN)[XIC(B) ,XIO(S) , ]OTE(OUT)ONS(X1)TON(T,?,?)CTU(C,?,?);
            [XIO(T.DN) , ]ADD(A,1,A)DIV(A,0,D)MUL(R,1.5,R)CPT(Q,LN(A) + EXP(R) * SQR(2) - MIN(A,E))MOV(R,N);
            CMP(A > 5 AND NOT (R < 2 OR B))SCP(A,0,100,4,20,Q);
            PID(P2,A,0,Q,P,0,0)LIM(0,A,10)MVM(A,16#FF,E)RTO(T,?,?)OTU(IN);
            """)
        let controller = bench.controller
        let tag = try #require(bench.tags.resolve("E"))
        var now: Int64 = 0
        // In slices: a short one finds a moment in which no other test allocates.
        for slice in 0..<50 {
            let isQuiet = HeapWatch.isQuiet(attempts: 2_000) {
                for _ in 0..<200 {
                    now += 10_000_000
                    controller.scan(at: SimulatedTime(nanoseconds: now))
                    controller.setValue(tag, controller.value(tag) + 1)
                    controller.statistics.record(executionNanoseconds: now % 1_000, latenessNanoseconds: now % 77)
                }
            }
            #expect(isQuiet, "slice \(slice)")
        }
        #expect(controller.mode == .run && controller.minorFaultCount >= 10_000)
    }

    @Test("a scan that ends in a major fault allocates nothing")
    func fault() throws {
        let bench = try Bench("T1:TIMER PRE=-1", "TON(T1,?,?);", run: false)
        let controller = bench.controller
        #expect(
            HeapWatch.isQuiet(attempts: 2_000) {
                controller.clearFault()
                controller.enterRun(at: .zero)
                controller.scan(at: .zero)
            })
        #expect(controller.mode == .faulted)
    }

    @Test("the watch sees a block that is freed at once, and one that is kept")
    func specimen() {
        var kept: [UnsafeMutableRawPointer] = []
        kept.reserveCapacity(100)
        let size = CommandLine.arguments.count + 63
        #expect(
            !HeapWatch.isQuiet(attempts: 20) {
                let block = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 8)
                block.storeBytes(of: 1, as: Int.self)
                block.deallocate()
            })
        #expect(
            !HeapWatch.isQuiet(attempts: 20) {
                kept.append(UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 8))
            })
        for block in kept { block.deallocate() }
    }
}
