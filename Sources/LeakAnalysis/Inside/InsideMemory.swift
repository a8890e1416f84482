/// What a process tree shows of its memory from inside, beside the pages that it holds.
///
/// Every series carries the storms and restarts of the run, as that of memory does.
package struct InsideMemory: Sendable {
    /// The mean size of a block of CPython's, in bytes: 74 were measured on dictionaries of short strings.
    package static let bytesPerPythonBlock = 80.0

    /// Live blocks of the C library's allocator; nil where they could not be counted.
    package var nativeBlocks: Series?
    /// The bytes in them, in MB.
    package var nativeMegabytes: Series?
    /// Blocks that Python interpreters hold.
    package var pythonBlocks: Series?
    /// The JavaScript heap outside its young generation, in MB.
    package var nodeHeap: Series?
    /// What a Java heap held after its newest collection, in MB.
    package var javaHeap: Series?
    /// The counts of each Python interpreter's collector.
    package var pythonCollectors: [PythonCollector] = []
    /// What a collected heap holds after each collection, where the runtime tells (a JVM); nil otherwise.
    package var collectedHeap: CollectedHeap?
    /// Whether a heap is among the memory that none of these sees (Go, .NET, a JVM).
    package var hasUnseenHeap = false
    /// Whether that heap has a collector that leaves garbage for minutes and tells nothing of it (a JVM).
    package var hasSilentCollector = false
    /// Whether a Go program's heap is among it: its collector waits until there are 4 MB, or twice what it left alive.
    package var hasGoHeap = false

    /// Nothing was seen from inside.
    package init() {}

    /// All that is known to be alive together, in MB, at the moments at which each of them was read; nil where nothing
    /// was, or where a heap is not seen.
    var alive: Series? {
        guard !hasUnseenHeap else { return nil }
        var parts: [(series: Series, factor: Double)] = []
        if let nativeMegabytes { parts.append((nativeMegabytes, 1)) }
        if let pythonBlocks { parts.append((pythonBlocks, Self.bytesPerPythonBlock / 1e6)) }
        if let nodeHeap { parts.append((nodeHeap, 1)) }
        guard let first = parts.first else { return nil }
        var sums: [Double: (sum: Double, count: Int)] = [:]
        for part in parts {
            for (time, value) in zip(part.series.times, part.series.values) {
                let held = sums[time] ?? (0, 0)
                sums[time] = (held.sum + value * part.factor, held.count + 1)
            }
        }
        let times = sums.filter { $0.value.count == parts.count }.keys.sorted()
        var result = Series(times: times, values: times.map { sums[$0]?.sum ?? 0 })
        result.storms = first.series.storms
        result.restarts = first.series.restarts
        return result.times.isEmpty ? nil : result
    }
}
