/// One thing that a leak shows in; the raw value stands in `verdict.json` and in criteria files.
///
/// Adding a channel is one case, one row of `ChannelRow` and one probe.
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
    package var title: String { row.title }

    /// The unit of its figures, as documents give it: `MB` or `1`.
    package var unit: String { row.unit.rawValue }

    /// Whether it is an amount of memory, in MB, and not a number of things.
    package var isMemory: Bool { row.unit == .megabytes }

    /// Whether a run that could not look at this channel is inconclusive.
    package var isRequired: Bool { row.role == .required }

    /// Whether tracing adds to it, so that it says nothing of the client.
    package var isDisturbedByTracing: Bool { row.isDisturbedByTracing }
}
