/// The counts of CPython's cyclic collector in one process, as `gc.get_count()` gives them.
///
/// A full collection sets the count of the oldest generation back to zero, so that it shows from outside as a fall.
package struct PythonCollector: Sendable {
    /// The count of the youngest generation in a process whose collector is off: far above the threshold of 700, or of
    /// 2,000 from CPython 3.14 on.
    static let offCount = 10_000.0
    /// The count of the oldest generation above which CPython makes a full collection, unless few objects are pending.
    static let dueCount = 10.0

    /// The moments of the readings, in seconds on the clock of the run, rising.
    package var times: [Double]
    /// Objects that were made and not yet looked at.
    package var youngest: [Double]
    /// Collections of the middle generation since the last full one; as many readings as `times`.
    package var oldest: [Double]

    /// The counts `youngest` and `oldest` read at `times`.
    package init(times: [Double], youngest: [Double], oldest: [Double]) {
        (self.times, self.youngest, self.oldest) = (times, youngest, oldest)
    }

    /// The full collections after `time`, in seconds.
    func fullCollections(after time: Double) -> Int {
        let count = min(times.count, oldest.count)
        return (0..<count).dropFirst().count { times[$0] >= time && oldest[$0] < oldest[$0 - 1] }
    }

    /// Whether it is switched off: over the last third of the readings the youngest generation is never collected, and
    /// holds far more than any threshold.
    var isOff: Bool {
        let tail = Array(youngest.suffix(max(3, youngest.count / 3)))
        return youngest.count >= 6 && tail.allSatisfy { $0 > Self.offCount }
            && zip(tail, tail.dropFirst()).allSatisfy { $1 > 0.5 * $0 }
    }

    /// Whether a full collection is due by the count and was put off, because few objects are pending beside those that
    /// live long.
    var isPuttingOff: Bool { (oldest.last ?? 0) > Self.dueCount + 1 }
}
