import Synchronization

/// What an exchange and its mirrors have in common: one unit's files, mode, order of writes and times of reads.
///
/// Invariant behind `@unchecked Sendable`: `newest` is touched by the scan thread only, `isShared` changes before any
/// thread runs, the files look after themselves, the rest is atomic.
package final class ExchangeCommons: @unchecked Sendable {
    /// The unit's files.
    package let files: FileStore
    /// What function 17 says about the controller.
    package let isRunning = Atomic<Bool>(true)
    /// Whether the unit is shown more than once, so that its writes have to be put in order and its reads are noted by
    /// several.
    package var isShared = false
    private let stamps = Atomic<UInt64>(0)
    /// For each entry the stamp of the write that the scan latched last.
    private let newest: UnsafeMutableBufferPointer<UInt64>
    /// For each entry when it was last read, CLOCK_MONOTONIC in nanoseconds; 0 before the first time.
    private let lastReads: UnsafeMutableBufferPointer<Atomic<Int64>>
    /// For each entry how often clients wrote it.
    private let writeCounts: UnsafeMutableBufferPointer<Atomic<UInt64>>

    /// The commons of a unit with this map: nothing read or written so far.
    init(map: RegisterMap) {
        files = FileStore(map: map)
        newest = .allocate(capacity: map.entries.count)
        newest.initialize(repeating: 0)
        lastReads = .allocate(capacity: map.entries.count)
        writeCounts = .allocate(capacity: map.entries.count)
        for entry in lastReads.indices {
            lastReads.initializeElement(at: entry, to: Atomic(0))
            writeCounts.initializeElement(at: entry, to: Atomic(0))
        }
    }

    deinit {
        newest.deallocate()
        lastReads.deinitialize()
        lastReads.deallocate()
        writeCounts.deinitialize()
        writeCounts.deallocate()
    }

    /// Notes that a client of any reactor reads the entry now.
    ///
    /// - Returns: when one of any reactor read it before; 0 for never.
    @inline(__always)
    package func noteRead(_ entry: Int, at nanoseconds: Int64) -> Int64 {
        lastReads[entry].exchange(nanoseconds, ordering: .relaxed)
    }

    /// Notes that a client of any reactor wrote the entry.
    @inline(__always)
    func noteWrite(_ entry: Int) { writeCounts[entry].add(1, ordering: .relaxed) }

    /// How often clients wrote each entry so far, in the order of the map.
    package var writes: [UInt64] { writeCounts.indices.map { writeCounts[$0].load(ordering: .relaxed) } }

    /// The stamp of a write that a client makes now, from 1.
    func nextStamp() -> UInt64 {
        // Sequentially consistent: a client that writes because another was answered has the later stamp.
        stamps.add(1, ordering: .sequentiallyConsistent).newValue
    }

    /// The highest stamp so far.
    var stampedWrites: UInt64 { stamps.load(ordering: .sequentiallyConsistent) }

    /// Whether no later write to the entry has been latched; then this one is the newest from now on.
    func isNewest(_ stamp: UInt64, of entry: Int) -> Bool {
        guard stamp >= newest[entry] else { return false }
        newest[entry] = stamp
        return true
    }
}
