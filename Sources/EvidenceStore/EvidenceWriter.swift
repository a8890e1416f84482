import Evidence
import GRDB
import Glibc

/// Records a run: append only, one transaction a batch.
///
/// Survives: the end of the process at any moment (SIGKILL included) loses at most the batch that was being written;
/// a power cut or a crash of the machine loses at most the batches since the last forced write
/// (`EvidenceLimits.batchesBetweenForcedWrites`, a minute at one batch a second) and damages nothing. Not Sendable:
/// one thread records. Cost: about 0.2 ms a batch, see `Docs/Evidence.md`.
package final class EvidenceWriter {
    /// The folder that is written.
    package let folder: EvidenceFolder
    private let limits: EvidenceLimits
    private let queue: DatabaseQueue
    private let lock: WriterLock
    private var state: WriterState
    private var forced: ForcedWrites

    /// The session that is being written, from 1.
    package var session: Int { state.session }

    /// How many different processes have rows.
    package var processCount: Int { state.processes.count }

    /// Creates the folder and begins its first session.
    package init(creating folder: EvidenceFolder, run: RunRecord, limits: EvidenceLimits = .init()) throws(StoreError) {
        try folder.makeDirectory()
        let lock = try WriterLock(folder)
        let path = folder.path
        guard !fileExists(folder.database) else { throw .alreadyHoldsEvidence(path: path) }
        do {
            try Self.begin(folder, run: run)
            queue = try Self.open(folder, limits: limits)
        } catch let error as DatabaseError where error.resultCode == .SQLITE_CANTOPEN {
            throw .cannotCreate(path: path, reason: error.message ?? "cannot open evidence.sqlite")
        } catch {
            throw StoreError(error, path: path)
        }
        self.folder = folder
        self.limits = limits
        forced = ForcedWrites(every: limits.batchesBetweenForcedWrites)
        self.lock = lock
        state = WriterState()
    }

    /// Begins another session of the run in `folder`, at `timeSeconds` on the run's time axis.
    ///
    /// The wall clock is `startedAt` (UTC, ISO 8601). A moment at or before the newest recorded row is moved past it.
    package init(
        resuming folder: EvidenceFolder, startedAt: String, timeSeconds: Double, limits: EvidenceLimits = .init()
    ) throws(StoreError) {
        guard fileExists(folder.database) else {
            throw .notEvidence(path: folder.path, reason: "there is no evidence.sqlite in it")
        }
        let lock = try WriterLock(folder)
        (queue, state) = try StoreError.translating(folder.path) {
            let queue = try Self.open(folder, limits: limits)
            let state = try queue.write { db in
                try EvidenceSchema.check(db, path: folder.path)
                try EvidenceSchema.upgrade(db)
                var state = try WriterState.restored(from: db)
                state.session += 1
                state.lastMilliseconds = max(state.lastMilliseconds + 1, milliseconds(timeSeconds))
                try RowWriter.insert(
                    SessionRecord(
                        number: state.session, startedAt: startedAt,
                        timeSeconds: Double(state.lastMilliseconds) / 1000), into: db)
                return state
            }
            return (queue, state)
        }
        self.folder = folder
        self.limits = limits
        forced = ForcedWrites(every: limits.batchesBetweenForcedWrites)
        self.lock = lock
    }

    /// Records a batch whole; when it throws, nothing of the batch is recorded and the same batch may be tried again.
    ///
    /// A batch at or before the previous one's time is moved one millisecond past it.
    package func append(_ batch: EvidenceBatch) throws(StoreError) {
        let rows =
            batch.samples.count + batch.ends.count + batch.tagGaps.count + batch.tagSilences.count + batch.events.count
            + batch.storms.count
            + batch.reconnects.count + batch.gaps.count + batch.plantStates.reduce(0) { $0 + $1.tags.count }
        guard rows <= limits.rowsInBatch else {
            throw .limitReached(path: folder.path, limit: "a batch has \(rows) rows and may have \(limits.rowsInBatch)")
        }
        try transaction(forced: forced.isDue) { db, writer in try writer.insert(batch, into: db) }
        forced.note()
    }

    /// Records how the session ended and leaves the evidence as a single file, forced to the disk.
    ///
    /// Call it once, as the last thing; a reader that is at work just then makes the file keep its `-wal` beside it.
    package func finish(_ record: FinishRecord) throws(StoreError) {
        try transaction(forced: true) { db, writer in try writer.insert(record, into: db) }
        do {
            try queue.writeWithoutTransaction { db in
                try db.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)")
                try db.execute(sql: "PRAGMA journal_mode = DELETE")
            }
        } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY || error.resultCode == .SQLITE_LOCKED
        {
            // A reader holds the file. Everything is committed and forced; only the -wal stays.
        } catch {
            throw StoreError(error, path: folder.path)
        }
    }

    private func transaction(
        forced: Bool, _ body: (Database, inout RowWriter) throws -> Void
    ) throws(StoreError) {
        var writer = RowWriter(state: state, limits: limits, path: folder.path)
        try StoreError.translating(folder.path) {
            try queue.writeWithoutTransaction { db in
                // NORMAL writes the log without waiting for the disk; FULL waits for everything written so far.
                if forced { try db.execute(sql: "PRAGMA synchronous = FULL") }
                defer { if forced { try? db.execute(sql: "PRAGMA synchronous = NORMAL") } }
                try db.inTransaction(.immediate) {
                    try body(db, &writer)
                    return .commit
                }
            }
        }
        state = writer.state
    }

    /// Makes the database with the run in it under another name and gives it its own when it is whole, so that a twinsim that
    /// is killed leaves either none or one that can be read, without its log too.
    private static func begin(_ folder: EvidenceFolder, run: RunRecord) throws {
        let unfinished = folder.database + ".new"
        for name in [unfinished, unfinished + "-journal"] { unlink(name) }
        // SQLite gives its other files the mode of this one: command lines and logs hold secrets.
        let descriptor = Glibc.open(unfinished, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw StoreError.cannotCreate(path: folder.path, reason: systemErrorSentence(errno))
        }
        close(descriptor)
        let queue = try DatabaseQueue(path: unfinished)
        try queue.write { db in
            try EvidenceSchema.create(db)
            try RowWriter.insert(run, into: db)
            try RowWriter.insert(SessionRecord(number: 1, startedAt: run.startedAt, timeSeconds: 0), into: db)
        }
        try queue.close()
        guard rename(unfinished, folder.database) == 0 else {
            throw StoreError.inputOutput(path: folder.path, reason: systemErrorSentence(errno))
        }
        let directory = Glibc.open(folder.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        if directory >= 0 {
            // The name, too, is to survive a power cut; where a file system cannot promise that, nothing is lost by asking.
            _ = fsync(directory)
            close(directory)
        }
    }

    private static func open(_ folder: EvidenceFolder, limits: EvidenceLimits) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.journalMode = .wal
        configuration.busyMode = .timeout(5)
        configuration.prepareDatabase { db in
            try db.execute(sql: "PRAGMA synchronous = NORMAL")
            // SQLite keeps up to 2 MB of pages unless told otherwise: in a run of hours that would look like a leak of the
            // harness, and rows that are only appended need few pages at a time.
            try db.execute(sql: "PRAGMA cache_size = -\(limits.pageCacheKibibytes)")
            let pageSize = try Int64.fetchOne(db, sql: "PRAGMA page_size") ?? 4096
            // The value must be fetched, otherwise the statement is not carried out.
            _ = try Int64.fetchOne(db, sql: "PRAGMA max_page_count = \(max(1, limits.databaseBytes / pageSize))")
        }
        return try DatabaseQueue(path: folder.database, configuration: configuration)
    }
}
