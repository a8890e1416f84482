import Synchronization

/// The latest value of every point, for readers on other threads. The scan writes it and never waits for them.
///
/// A sequence lock: the writer makes the sequence odd, stores, makes it even; a reader that saw it change reads again.
///
/// `@unchecked Sendable`: every shared word is an `Atomic`; the two pointers are set once in `init` and freed in
/// `deinit`, when nobody refers to the mirror any more. Only the scan thread calls `write`.
package final class PointMirror: @unchecked Sendable {
    /// How many points there are.
    package let count: Int
    private let words: UnsafeMutablePointer<Atomic<UInt64>>
    private let sequence = Atomic<UInt64>(0)

    /// A mirror of `count` points, all 0.
    package init(count: Int) {
        self.count = count
        words = .allocate(capacity: max(1, count))
        for index in 0..<count { (words + index).initialize(to: Atomic(0)) }
    }

    deinit {
        words.deinitialize(count: count)
        words.deallocate()
    }

    /// Stores one set of values. Allocates nothing; called by the scan thread only.
    func write(_ value: (Int) -> Double) {
        let begin = sequence.load(ordering: .relaxed)
        sequence.store(begin &+ 1, ordering: .relaxed)
        atomicMemoryFence(ordering: .releasing)
        for index in 0..<count { words[index].store(value(index).bitPattern, ordering: .relaxed) }
        sequence.store(begin &+ 2, ordering: .releasing)
    }

    /// One consistent set of values.
    package func read() -> [Double] {
        while true {
            let begin = sequence.load(ordering: .acquiring)
            let values = (0..<count).map { Double(bitPattern: words[$0].load(ordering: .relaxed)) }
            atomicMemoryFence(ordering: .acquiring)
            if begin.isMultiple(of: 2), sequence.load(ordering: .relaxed) == begin { return values }
        }
    }
}
