import Glibc
import Testing

/// Watches the C library's heap around a piece of work on a thread of its own.
///
/// A fresh thread has no cache of freed blocks, so even a block that is allocated and freed at once leaves its trace:
/// it stays in the new cache, which `mallinfo2` counts as in use. Other threads of the test process may allocate at
/// the same time, so one quiet attempt out of many proves that the work itself allocates nothing; work that
/// allocates is never quiet.
enum HeapWatch {
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
    // pointer to it as its first argument, so it can be called as below; elsewhere the convention differs, and a test
    // that asks fails and says so.
    private typealias Function = @convention(c) (UnsafeMutablePointer<UInt8>) -> UnsafeMutableRawPointer?
    private static let function: Function? = {
        #if arch(x86_64)
            dlsym(nil, "mallinfo2").map { unsafeBitCast($0, to: Function.self) }
        #else
            nil
        #endif
    }()

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
    ///
    /// Where the heap cannot be watched it is never 0, and an issue says why.
    ///
    /// Where the heap cannot be watched it is never 0, and an issue says why.
    static func change(over work: @escaping () -> Void) -> Int {
        guard function != nil else {
            Issue.record("the heap can be watched on x86-64 with the GNU C library 2.33 or newer only")
            return .max
        }
        guard function != nil else {
            Issue.record("the heap can be watched on x86-64 with the GNU C library 2.33 or newer only")
            return .max
        }
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
        for _ in 0..<attempts {
            switch change(over: work) {
            case 0: return true
            case .max: return false
            default: continue
            }
        }
        return false
    }
}
