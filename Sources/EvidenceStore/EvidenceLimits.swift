/// How much one evidence folder takes.
package struct EvidenceLimits: Hashable, Sendable {
    /// Most bytes of the database; above it a batch is refused as if the disk were full. 16 GiB by default.
    package var databaseBytes: Int64 = 16 << 30
    /// Most different processes in one run. 100,000 by default.
    package var processes = 100_000
    /// Most samples, events and other rows in one batch. 100,000 by default.
    package var rowsInBatch = 100_000
    /// Most UTF-8 bytes kept of a command line or another text that the client controls. 4096 by default; a longer
    /// text is cut and ends in `…`, so that a client cannot fill the disk with its own name.
    package var clientTextBytes = 4096
    /// Most memory that SQLite may use to keep pages of the database, KiB. 256 by default.
    package var pageCacheKibibytes = 256
    /// Batches between two that are forced to the disk, so a power cut loses at most these. 60 by default.
    package var batchesBetweenForcedWrites = 60

    /// The default limits.
    package init() {}
}
