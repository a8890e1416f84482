import Evidence
import ProcessProbes

extension SampleRecord {
    /// Adds what Node.js tells; where it tells nothing, the reason stands once, at the heap.
    static func addNode(_ node: Reading<NodeHeap>, to readings: inout [SampledQuantity: Reading<Int64>]) {
        let heap: NodeHeap
        switch node {
        case .unavailable(let reason):
            readings[.nodeHeapKibibytes] = .unavailable(reason)
            return
        case .notDue: return
        case .value(let value): heap = value
        }
        let sizes: [(SampledQuantity, Int64)] = [
            (.nodeHeapKibibytes, heap.usedBytes), (.nodeOldKibibytes, heap.oldBytes),
            (.nodeTotalKibibytes, heap.totalBytes), (.nodeExternalKibibytes, heap.externalBytes),
            (.nodeBuffersKibibytes, heap.arrayBufferBytes), (.nodeMallocedKibibytes, heap.mallocedBytes),
        ]
        for (quantity, bytes) in sizes { readings[quantity] = .value(bytes / 1024) }
        readings[.nodeContexts] = .value(heap.contexts)
        readings[.nodeDetachedContexts] = .value(heap.detachedContexts)
        readings[.nodeWorkers] = .value(heap.workers)
        readings[.nodeResources] =
            heap.resources.map { .value($0) } ?? .unavailable("this Node.js does not tell its active resources")
    }
}
