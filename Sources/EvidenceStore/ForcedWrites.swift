/// Which batches are forced to the disk: every so many, so that a power cut loses at most these.
struct ForcedWrites {
    /// Batches from one that is forced to the next.
    let every: Int
    private var sinceForced = 0

    /// Forces every so many batches, from 1.
    init(every: Int) {
        self.every = every
    }

    /// Whether the next batch is to be forced.
    var isDue: Bool { sinceForced + 1 >= every }

    /// Notes that a batch was written, as `isDue` said.
    mutating func note() { sinceForced = isDue ? 0 : sinceForced + 1 }
}
