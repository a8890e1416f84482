import Evidence

/// A process of the tree as the readers of shared memory and of written files see it.
struct LivingProcess {
    /// Which process.
    var key: ProcessKey
    /// The user as whom it acts.
    var owner: UInt32
    /// How it sees the names of files; nil when it may not be looked into: then like twinsim itself.
    var view: MountView?
    /// The regular files that it holds open, or why they cannot be seen.
    var files: Result<[OpenFile], ProcError>
    /// RssShmem, bytes; nil when the kernel does not tell it.
    var sharedBytes: UInt64?
    /// Its private memory, bytes; nil when it cannot be read.
    var privateBytes: UInt64?
}
