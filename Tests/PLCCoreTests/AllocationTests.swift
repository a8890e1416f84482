import Determinism
import Glibc
import PLCCore
import Testing

/// Watches the C library's heap around a piece of work on a thread of its own.
///
/// A fresh thread has no cache of freed blocks, so even a block that is allocated and freed at once leaves its trace:
/// it stays in the new cache, which `mallinfo2` counts as in use. Other threads of the test process may allocate at
/// the same time, so one quiet attempt out of many proves that the work itself allocates nothing; work that
/// allocates is never quiet.
private enum HeapWatch {
    /// The numbers of the C library's `struct mallinfo2`, as it lies in memory.
    private struct HeapFigures {
        var arena = 0
        var ordblks = 0
        var smblks = 0
        var hblks = 0
        var hblkhd = 0
        var usmblks = 0
        var fsmblks = 0
        var uordblks = 0
        var fordblks = 0
        var keepcost = 0
    }

    // Swift's Glibc module leaves out malloc.h. On x86-64 a C function that returns a large structure takes a hidden
    // pointer to it as its first argument, so it can be called as below; elsewhere the convention differs and the
    // tests are skipped.
    private typealias Function = @convention(c) (UnsafeMutablePointer<UInt8>) -> UnsafeMutableRawPointer?
    private static let function: Function? = {
        #if arch(x86_64)
            dlsym(nil, "mallinfo2").map { unsafeBitCast($0, to: Function.self) }
        #else
            nil
        #endif
    }()

    /// Whether the heap can be watched on this machine.
    static var isAvailable: Bool { function != nil }

    private static func figures() -> HeapFigures {
        var figures = HeapFigures()
        withUnsafeMutableBytes(of: &figures) { bytes in
            guard let start = bytes.baseAddress, let function else { return }
            _ = function(start.assumingMemoryBound(to: UInt8.self))
        }
        return figures
    }

    // One thread at a time: the caller waits while the thread works.
    private final class Job: @unchecked Sendable {
        let work: () -> Void
        var change = 0
        init(_ work: @escaping () -> Void) { self.work = work }
    }

    /// The change of the heap's blocks and bytes in use over `work`, summed without signs; 0 means untouched.
    static func change(over work: @escaping () -> Void) -> Int {
        let job = Job(work)
        let context = Unmanaged.passRetained(job)
        defer { context.release() }
        guard run(context.toOpaque()) else { return .max }
        return job.change
    }

    /// Does a job on a thread of its own and waits for it; false when there is no thread to be had.
    private static func run(_ context: UnsafeMutableRawPointer) -> Bool {
        var thread = pthread_t()
        guard pthread_create(&thread, nil, perform, context) == 0 else { return false }
        return pthread_join(thread, nil) == 0
    }

    /// What the thread does.
    private static let perform: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = { context in
        guard let context else { return nil }
        let job = Unmanaged<Job>.fromOpaque(context).takeUnretainedValue()
        let before = figures()
        job.work()
        let after = figures()
        job.change =
            abs(after.uordblks - before.uordblks) + abs(after.hblkhd - before.hblkhd)
            + abs(after.arena - before.arena)
        return nil
    }

    /// Whether `work` leaves the heap untouched in at least one of `attempts`.
    static func isQuiet(attempts: Int, _ work: @escaping () -> Void) -> Bool {
        for _ in 0..<attempts where change(over: work) == 0 { return true }
        return false
    }
}

@Suite("Allocations", .enabled(if: HeapWatch.isAvailable))
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
