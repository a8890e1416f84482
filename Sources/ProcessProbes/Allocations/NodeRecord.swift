/// The text that the required-first module writes: a first line with its version and a running number, one line for
/// each figure, and a last line that repeats the number.
struct NodeRecord {
    /// The running number of the reading.
    var sequence: Int64 = 0
    /// The figures.
    var heap = NodeHeap()

    private static let figures: [Substring: any WritableKeyPath<NodeHeap, Int64> & Sendable] = [
        "heap_used": \.usedBytes, "heap_old": \.oldBytes, "heap_total": \.totalBytes, "heap_limit": \.limitBytes,
        "external": \.externalBytes, "array_buffers": \.arrayBufferBytes, "malloced": \.mallocedBytes,
        "contexts": \.contexts, "detached_contexts": \.detachedContexts, "workers": \.workers,
    ]

    /// Reads `text`; nil when it is not whole.
    init?(_ text: String) {
        for (index, line) in text.split(separator: "\n").enumerated() {
            let words = line.split(separator: " ")
            guard words.count >= 2 else { return nil }
            switch words[0] {
            case "twinsim-node":
                guard index == 0, words.count == 3, words[1] == "1", let number = Int64(words[2]) else { return nil }
                sequence = number
            case "version": heap.version = String(words[1])
            case "resources": heap.resources = Int64(words[1])
            case "resource":
                guard words.count == 3, let count = Int64(words[1]) else { return nil }
                heap.resourceKinds[String(words[2])] = count
            case "end":
                guard index > 0, Int64(words[1]) == sequence else { return nil }
                return
            default:
                guard let figure = Self.figures[words[0]], let value = Int64(words[1]) else { return nil }
                heap[keyPath: figure] = value
            }
        }
        return nil
    }
}
