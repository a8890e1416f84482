/// What Java virtual machines told of their collections.
extension EvidenceFacts {
    /// Whether a Java virtual machine was read, whether or not its heap was collected meanwhile.
    package var hasJava: Bool { !sum(.javaYoungCollections).isEmpty }

    /// What the heaps of the tree held after each collection, MB, at the time of the sample that first counted it; empty
    /// where no Java virtual machine was read. Collections between two samples are one.
    package var javaCollections: TimeSeries {
        held(after: sum(.javaYoungCollections).adding(sum(.javaWholeCollections)))
    }

    /// The same after collections of more than the young generation only: what the young ones have promoted is gone from
    /// it, if it was garbage.
    package var javaWholeCollections: TimeSeries { held(after: sum(.javaWholeCollections)) }

    private func held(after counts: TimeSeries) -> TimeSeries {
        let heap = self[.javaHeap]
        var series = TimeSeries.empty
        var next = 0
        // A machine that was started anew counts from 0 again, which is no collection. The reading that belongs to a
        // count is that of the sample after it.
        for index in counts.times.indices.dropFirst().dropLast() where counts.values[index] > counts.values[index - 1] {
            let settled = counts.times[index + 1]
            while next < heap.count, heap.times[next] < settled { next += 1 }
            if next < heap.count, heap.times[next] == settled {
                series.append(counts.times[index], heap.values[next])
            }
        }
        return series
    }
}
