import CLinux

/// What a traced process's samples say of its call sites: estimates, each from a number of samples.
package struct NativeSites: Hashable, Sendable {
    /// The most calls that the tally keeps of a site.
    package static let mostCalls = Int(TALLY_SITE_FRAMES)
    /// The most sites that it keeps apart.
    package static let mostSites = Int(TALLY_SITES) - 1

    /// Calls that led to blocks which are live, or were.
    package struct Site: Hashable, Sendable {
        /// Tells the site from others of the process; 0 for all that found no place of their own.
        package var hash: UInt64
        /// Addresses within the calls, the most recent one first.
        package var calls: [UInt64]
        /// Live samples.
        package var samples: Int64
        /// Live bytes, estimated.
        package var bytes: Int64
        /// Live blocks, estimated.
        package var blocks: Double
        /// The variance of `bytes`, in bytes squared.
        package var variance: Double
        /// The variances of all samples that were ever taken there, live or not, added up.
        package var spread: Double

        /// A site's figures.
        package init(
            hash: UInt64, calls: [UInt64], samples: Int64, bytes: Int64, blocks: Double, variance: Double,
            spread: Double
        ) {
            self.hash = hash
            self.calls = calls
            self.samples = samples
            self.bytes = bytes
            self.blocks = blocks
            self.variance = variance
            self.spread = spread
        }

        /// The standard error of how much `bytes` has grown since `earlier`, at most, in bytes.
        ///
        /// Samples that were live all the time add nothing to it, nor do those that came and went in between. Which
        /// those were is not kept, so the smaller of two bounds is taken: all samples that are live now or were live
        /// then, and all that came or went.
        package func errorOfGrowth(since earlier: Site?) -> Double {
            let live = variance + (earlier?.variance ?? 0)
            let came = spread - (earlier?.spread ?? 0)
            let went = came - (variance - (earlier?.variance ?? 0))
            return max(0, min(live, came + went)).squareRoot()
        }
    }

    /// Mean bytes between two samples.
    package var distanceBytes: Int64
    /// Samples that found no site of their own.
    package var samplesWithoutSite: UInt64
    /// Samples that stand nowhere, because too many are live.
    package var samplesWithoutBlock: UInt64
    /// Whether nothing is sampled because libgcc_s.so.1 is missing.
    package var hasNoUnwinder: Bool
    /// The sites, in no order.
    package var sites: [Site]
}
