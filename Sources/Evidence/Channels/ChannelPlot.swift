/// The plot of a report that channels are drawn in; channels that share one share its axes.
package enum ChannelPlot: Hashable, Sendable {
    /// Memory with its envelope, trend and the interval of its slope.
    case memory
    /// Open descriptors.
    case descriptors
    /// Sockets by state.
    case sockets
    /// Threads and processes.
    case processes
    /// Live blocks of the C library's allocator.
    case nativeBlocks
    /// Blocks of Python interpreters.
    case pythonBlocks
    /// The JavaScript heap and what it holds outside.
    case nodeHeap
}
