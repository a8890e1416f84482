/// The readings of a run whose length is known, in a memory that does not grow: a median for each of equal stretches.
///
/// Half as many stretches again as the analysis has bins are left at half of the run, so that a look from then on sees
/// what it would see in all readings.
package struct BoundedSeries: Sendable {
    /// The most readings that are kept.
    package static let capacity = 3 * CleanSeries.binLimit

    private let stretchSeconds: Double
    private var times = [Double](repeating: 0, count: Self.capacity)
    private var values = [Double](repeating: 0, count: Self.capacity)
    private var used = 0
    private var held: [Double] = []
    private var heldTime = 0.0
    private var heldStretch = 0

    /// Nothing yet of a run of `plannedSeconds`.
    package init(plannedSeconds: Double) {
        stretchSeconds = plannedSeconds / Double(Self.capacity - 2)
    }

    /// Adds the reading `value` at `time`, s from the start; times must not fall, and those beyond the plan are dropped.
    package mutating func add(time: Double, value: Double) {
        let stretch = Int(time / stretchSeconds)
        if stretch != heldStretch { flush() }
        heldStretch = stretch
        held.append(value)
        heldTime += time
    }

    /// Everything so far, with storms that began at `storms`.
    package func series(storms: [Double]) -> Series {
        var times = Array(times[..<used])
        var values = Array(values[..<used])
        if !held.isEmpty {
            times.append(heldTime / Double(held.count))
            values.append(median(held))
        }
        return Series(times: times, values: values, storms: storms)
    }

    private mutating func flush() {
        guard !held.isEmpty, used < Self.capacity else { return }
        times[used] = heldTime / Double(held.count)
        values[used] = median(held)
        used += 1
        held.removeAll(keepingCapacity: true)
        heldTime = 0
    }
}
