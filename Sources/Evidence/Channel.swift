/// One thing that a leak shows in.
package enum Channel: String, CaseIterable, Hashable, Sendable {
    /// Private anonymous memory of the process tree.
    case memory
    /// Open descriptors.
    case descriptors
    /// TCP sockets, all states together.
    case sockets
    /// Threads.
    case threads
    /// Processes besides the launched one.
    case children
    /// Live blocks of the C library's allocator.
    case nativeBlocks = "native_blocks"
    /// Blocks that Python interpreters hold.
    case pythonBlocks = "python_blocks"
    /// The JavaScript heap of Node.js outside its young generation.
    case nodeHeap = "node_heap"

    /// The name for readers.
    package var title: String {
        switch self {
        case .memory: "memory"
        case .descriptors: "descriptors"
        case .sockets: "sockets"
        case .threads: "threads"
        case .children: "child processes"
        case .nativeBlocks: "native allocation blocks"
        case .pythonBlocks: "Python allocation blocks"
        case .nodeHeap: "JavaScript heap"
        }
    }

    /// The unit of its figures.
    package var unit: String { isMemory ? "MB" : "1" }

    /// Whether it is an amount of memory, in MB, and not a number of things.
    package var isMemory: Bool { self == .memory || self == .nodeHeap }

    /// Whether a run that could not look at this channel is inconclusive.
    ///
    /// The allocation counts are a second opinion: many clients cannot give them, and alone they convict nobody.
    package var isRequired: Bool {
        switch self {
        case .memory, .descriptors, .sockets, .threads, .children: true
        case .nativeBlocks, .pythonBlocks, .nodeHeap: false
        }
    }

    /// Growth in things that is no reason for doubt, as long as it does not look like a leak.
    ///
    /// 2,000 of Python's blocks, the largest of which have 512 bytes, are at most the 1 MB that is never called a leak of
    /// memory: cyclic garbage that waits for its collector is often more in a short run.
    package var leastDoubted: Double { self == .pythonBlocks ? 2000 : 0 }

    /// Whether tracing adds to it, so that it says nothing of the client.
    package var isDisturbedByTracing: Bool {
        switch self {
        case .memory, .nativeBlocks, .pythonBlocks, .nodeHeap: true
        case .descriptors, .sockets, .threads, .children: false
        }
    }

    /// The channel's series in `facts`: MB for memory and heaps, counts otherwise.
    package func series(in facts: EvidenceFacts) -> TimeSeries {
        switch self {
        case .memory: facts.memory
        case .descriptors: facts.descriptors
        case .sockets: facts.sockets
        case .threads: facts.threads
        case .children: facts.children
        case .nativeBlocks: facts.nativeBlocks
        case .pythonBlocks: facts.pythonBlocks
        case .nodeHeap: facts.nodeHeap
        }
    }

    /// The quantity whose unavailability explains a missing series; nil where the series needs none.
    package var quantity: SampledQuantity? {
        switch self {
        case .memory: .anonymousKibibytes
        case .descriptors: .descriptors
        case .sockets: .socketsEstablished
        case .threads: .threads
        case .children: nil
        case .nativeBlocks: .nativeBlocks
        case .pythonBlocks: .pythonBlocks
        case .nodeHeap: .nodeHeapKibibytes
        }
    }
}
