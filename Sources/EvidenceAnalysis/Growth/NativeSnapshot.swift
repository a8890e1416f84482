/// What a process held of native memory at one moment, and how much more than at its baseline: a JSON lines file of
/// Docs/Tracing.md, written by twinsim from what the preloaded tally counts and samples.
package struct NativeSnapshot: Hashable, Sendable {
    /// Live blocks of one size class, counted exactly.
    package struct SizeClass: Hashable, Sendable {
        /// The largest request, in bytes, that glibc serves from it; nil for the last one.
        package var largestBytes: Int64?
        /// Bytes held.
        package var bytes: Int64
        /// Bytes more than at the baseline.
        package var bytesGrown: Int64
        /// Blocks held.
        package var blocks: Int64
        /// Blocks more than at the baseline.
        package var blocksGrown: Int64

        /// A class.
        package init(largestBytes: Int64?, bytes: Int64, bytesGrown: Int64, blocks: Int64, blocksGrown: Int64) {
            self.largestBytes = largestBytes
            self.bytes = bytes
            self.bytesGrown = bytesGrown
            self.blocks = blocks
            self.blocksGrown = blocksGrown
        }
    }

    /// A place in a program or library.
    package struct Call: Hashable, Sendable {
        /// The file; empty where the address was in none.
        package var module: String
        /// The place in it, bytes; the address itself where it was in no file.
        package var offset: Int64
        /// The file's inode when it was mapped.
        package var inode: Int64

        /// A place.
        package init(module: String, offset: Int64, inode: Int64) {
            self.module = module
            self.offset = offset
            self.inode = inode
        }
    }

    /// Calls that led to memory which is held; all figures but `samples` are estimates.
    package struct Site: Hashable, Sendable {
        /// The calls, the most recent one first; none for what found no place in the tally's table of sites.
        package var calls: [Call]
        /// Bytes held.
        package var bytes: Int64
        /// Bytes more than at the baseline.
        package var bytesGrown: Int64
        /// Blocks held.
        package var blocks: Int64
        /// Blocks more than at the baseline.
        package var blocksGrown: Int64
        /// The live samples on which that rests.
        package var samples: Int64
        /// The standard error of `bytesGrown`, bytes: no larger than this.
        package var errorBytes: Int64

        /// A site.
        package init(
            calls: [Call], bytes: Int64, bytesGrown: Int64, blocks: Int64, blocksGrown: Int64, samples: Int64,
            errorBytes: Int64
        ) {
            self.calls = calls
            self.bytes = bytes
            self.bytesGrown = bytesGrown
            self.blocks = blocks
            self.blocksGrown = blocksGrown
            self.samples = samples
            self.errorBytes = errorBytes
        }
    }

    /// The process.
    package var pid: Int64
    /// The snapshot's number within the process, from 0.
    package var number: Int64
    /// The number of the baseline that it is compared with.
    package var baselineNumber: Int64
    /// Why it was taken: baseline, scheduled, a storm, exit, end.
    package var occasion: String
    /// Time since the baseline, s; 0 for the baseline itself.
    package var sinceBaselineSeconds: Double
    /// When the baseline was taken, s on the machine's monotonic clock.
    package var baselineSeconds: Double
    /// Mean bytes between two samples of call sites; nil when none were taken.
    package var distanceBytes: Int64?
    /// What could not be seen, a sentence's part each.
    package var problems: [String]
    /// The size classes, the smallest first.
    package var classes: [SizeClass] = []
    /// The sites that grew most.
    package var sites: [Site] = []
    /// What is open or runs, by site; none where no call sites are told.
    package var openings: [NativeOpening.Count] = []

    /// A snapshot without rows.
    package init(
        pid: Int64, number: Int64, baselineNumber: Int64, occasion: String, sinceBaselineSeconds: Double,
        baselineSeconds: Double, distanceBytes: Int64?, problems: [String]
    ) {
        self.pid = pid
        self.number = number
        self.baselineNumber = baselineNumber
        self.occasion = occasion
        self.sinceBaselineSeconds = sinceBaselineSeconds
        self.baselineSeconds = baselineSeconds
        self.distanceBytes = distanceBytes
        self.problems = problems
    }
}
