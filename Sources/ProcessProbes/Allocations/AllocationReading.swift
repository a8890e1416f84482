import Evidence

/// What the allocation counters inside a process say, tier by tier.
package struct AllocationReading: Equatable, Sendable {
    /// The C library's allocator, counted by the preloaded tally.
    package var native: Reading<NativeAllocations>
    /// The Python interpreter's own counters, read by the start-up module.
    package var python: Reading<PythonAllocations>
    /// What V8 and libuv count, read by the required-first module of Node.js.
    package var node: Reading<NodeHeap>

    /// What HotSpot tells of a Java virtual machine's heap, read from outside.
    package var java: Reading<JavaHeap>

    /// Readings of all tiers.
    package init(
        native: Reading<NativeAllocations>, python: Reading<PythonAllocations>, node: Reading<NodeHeap>,
        java: Reading<JavaHeap>
    ) {
        self.native = native
        self.python = python
        self.node = node
        self.java = java
    }
}

/// Calls of the malloc family since the program started (or, in a forked process, since its ancestor's start).
package struct NativeAllocations: Hashable, Sendable {
    /// Blocks allocated and not freed.
    package var liveBlocks: Int64
    /// Their usable sizes (malloc_usable_size), in bytes.
    package var liveBytes: Int64
    /// Blocks ever allocated.
    package var totalAllocations: UInt64
    /// The live blocks by size class, `NativeSizeClass.count` of them, the smallest first.
    package var sizeClasses: [NativeSizeClass]

    /// A reading.
    package init(liveBlocks: Int64, liveBytes: Int64, totalAllocations: UInt64, sizeClasses: [NativeSizeClass]) {
        self.liveBlocks = liveBlocks
        self.liveBytes = liveBytes
        self.totalAllocations = totalAllocations
        self.sizeClasses = sizeClasses
    }
}

/// What CPython counts about itself.
package struct PythonAllocations: Hashable, Sendable {
    /// `sys.getallocatedblocks()`: memory blocks that the interpreter's object allocator holds.
    package var allocatedBlocks: Int64
    /// `gc.get_count()`: objects allocated less freed in each generation since its last collection.
    package var collectorCounts: [Int64]
    /// Collections run, all generations together.
    package var collections: Int64
    /// Objects that the collector found but could not free.
    package var uncollectable: Int64
    /// Names of the live threads that Python's `threading` knows, at most 64, in no particular order.
    package var threadNames: [String]
    /// How many such threads there are; 0 when the client has not imported `threading`.
    package var threadCount: Int

    /// A reading.
    package init(
        allocatedBlocks: Int64, collectorCounts: [Int64], collections: Int64, uncollectable: Int64,
        threadNames: [String], threadCount: Int
    ) {
        self.allocatedBlocks = allocatedBlocks
        self.collectorCounts = collectorCounts
        self.collections = collections
        self.uncollectable = uncollectable
        self.threadNames = threadNames
        self.threadCount = threadCount
    }
}
