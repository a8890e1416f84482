import Evidence

/// One process of the client's tree at one moment, seen from outside.
package struct ProcessSample: Equatable, Sendable {
    /// Which process.
    package var identity: ProcessKey
    /// Its parent's number; the keeper's for the client's first process and for orphans.
    package var parent: Int32
    /// The number by which it knows itself and names its counters' files: another one in a container's space of numbers.
    package var ownPid: Int32
    /// The name that the kernel knows it by, at most 15 bytes.
    package var command: String
    /// The kernel's letter: R running, S sleeping, D uninterruptible, T stopped, Z ended and not reaped.
    package var state: Character
    /// VmRSS, in bytes: all resident pages.
    package var residentBytes: Reading<UInt64>
    /// RssAnon, in bytes: resident pages that no file backs. The figure to judge a leak by.
    package var anonymousBytes: Reading<UInt64>
    /// RssFile, in bytes: resident pages of files, shared with other processes.
    package var fileBytes: Reading<UInt64>
    /// RssShmem, in bytes: resident pages of shared memory and of files in memory; processes that share them each have them.
    package var sharedBytes: Reading<UInt64>
    /// VmSwap, in bytes: anonymous pages that are swapped out.
    package var swappedBytes: Reading<UInt64>
    /// VmSize, in bytes: address space.
    package var virtualBytes: Reading<UInt64>
    /// Processor time used since its start, user and system, in seconds; the resolution is a clock tick (10 ms).
    package var cpuSeconds: Reading<Double>
    /// Faults since its start that needed no disk, those of the children that it has waited for among them.
    package var faults: UInt64
    /// Threads.
    package var threads: Reading<Int>
    /// Open descriptors.
    package var descriptors: Reading<Int>
    /// Sockets among the descriptors, and their TCP states when this sample took them.
    package var sockets: Reading<SocketCounts>
    /// The counters inside the process.
    package var allocation: AllocationReading

    /// Whether it has ended and waits for its parent to ask for its status: it holds nothing but its number.
    package var hasEnded: Bool { state == "Z" }
}
