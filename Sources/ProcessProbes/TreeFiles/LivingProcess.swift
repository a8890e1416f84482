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
    /// Its faults since its start.
    var faults: UInt64

    /// The process of `sample`, with what was looked up of it.
    init(_ sample: ProcessSample, owner: UInt32, view: MountView?, files: Result<[OpenFile], ProcError>) {
        key = sample.identity
        self.owner = owner
        self.view = view
        self.files = files
        faults = 0
        take(sample)
    }

    /// Takes the figures of a newer sample.
    mutating func take(_ sample: ProcessSample) {
        sharedBytes = sample.sharedBytes.value
        privateBytes = sample.anonymousBytes.value
        faults = sample.faults
    }
}
