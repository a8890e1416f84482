import Evidence
import ProcessProbes

extension SampleRecord {
    /// Adds what a Java virtual machine tells; where it tells nothing, the reason stands once, at what is judged.
    static func addJava(_ java: Reading<JavaHeap>, to readings: inout [SampledQuantity: Reading<Int64>]) {
        switch java {
        case .unavailable(let reason): readings[.javaAfterKibibytes] = .unavailable(reason)
        case .notDue: return
        case .value(let heap):
            readings[.javaAfterKibibytes] =
                heap.afterBytes.map { .value($0 / 1024) }
                ?? .unavailable("no collection of its heap has run since it was first looked at")
            readings[.javaCommittedKibibytes] = .value(heap.committedBytes / 1024)
            readings[.javaYoungCollections] = .value(heap.youngCollections)
            readings[.javaWholeCollections] = .value(heap.wholeCollections)
        }
    }
}
