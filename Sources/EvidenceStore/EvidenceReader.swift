import Evidence
import EvidenceAnalysis
import GRDB

/// Reads an evidence folder: of a run that ended, was killed, or is being written now.
///
/// Opening a killed run completes SQLite's own recovery from the `-wal` file, which needs write access to the folder.
/// Each call reads one consistent state.
package final class EvidenceReader: Sendable {
    /// The folder that is read.
    package let folder: EvidenceFolder
    private let queue: DatabaseQueue

    /// Opens the evidence in `folder`.
    package init(_ folder: EvidenceFolder) throws(StoreError) {
        guard fileExists(folder.path) else {
            throw .notFound(path: folder.path)
        }
        guard fileExists(folder.database) else {
            throw .notEvidence(path: folder.path, reason: "there is no evidence.sqlite in it")
        }
        try WriteAheadLog.check(folder)
        do {
            queue = try StoreError.translating(folder.path) {
                var configuration = Configuration()
                configuration.readonly = true
                configuration.busyMode = .timeout(5)
                let queue = try DatabaseQueue(path: folder.database, configuration: configuration)
                try queue.read { db in try EvidenceSchema.check(db, path: folder.path) }
                return queue
            }
        } catch {
            throw error.seen(in: folder)
        }
        self.folder = folder
    }

    /// Whether a twinsim is writing the evidence now.
    package var isBeingWritten: Bool { WriterLock.isHeld(folder) }

    /// Everything that was recorded, for the verdict and the report.
    ///
    /// Cost: 72 h at one sample a second take half a second of processor time and 100 MB, with ten processes two seconds.
    package func facts() throws(StoreError) -> EvidenceFacts {
        var facts = try read { db in try FactsReader(db: db).facts() }
        facts.clientOutput = ClientOutput(latestIn: folder, facts)
        return facts
    }

    /// What the run set out to do.
    package func run() throws(StoreError) -> RunRecord {
        try read { db in try FactsReader(db: db).run() }
    }

    /// How the last session ended; nil while it runs, or when twinsim itself was killed.
    package func finish() throws(StoreError) -> FinishRecord? {
        try read { db in try FactsReader(db: db).finish() }
    }

    /// The newest recorded moment with its figures: what `twinsim status` shows. Cheap at any length of run.
    package func latest() throws(StoreError) -> EvidenceBatch? {
        try read { db in try FactsReader(db: db).latest() }
    }

    /// What `twinsim status` shows, one consistent state. Costs one pass over the memory readings.
    package func status() throws(StoreError) -> RunStatus.Recorded {
        try read { db in try FactsReader(db: db).status() }
    }

    /// The storms that were carried out, and the reconnects after them, in order of time.
    package func storms() throws(StoreError) -> (storms: [StormRecord], reconnects: [ReconnectRecord]) {
        try read { db in (try FactsReader(db: db).storms(), try FactsReader(db: db).reconnects()) }
    }

    /// What happened, in order of time, particulars included.
    package func events() throws(StoreError) -> [EvidenceEvent] {
        try read { db in try FactsReader(db: db).events() }
    }

    /// The plant at storms and faults, in order of time.
    package func plantStates() throws(StoreError) -> [PlantState] {
        try read { db in try FactsReader(db: db).plantStates() }
    }

    /// When the client was launched anew, s from the start.
    package func restartTimes() throws(StoreError) -> [Double] {
        try read { db in
            let reader = FactsReader(db: db)
            var facts = EvidenceFacts(run: try reader.run())
            facts.sessions = try reader.sessions()
            facts.events = try reader.events()
            return facts.restartTimes
        }
    }

    /// Calls `body` with every recorded sample, in order of time, without holding them all.
    ///
    /// A reading that could not be taken carries its reason; one that was not due is missing.
    ///
    /// - Throws: `StoreError`, or what `body` throws, which ends the reading.
    package func forEachSample(_ body: (_ timeSeconds: Double, SampleRecord) throws -> Void) throws {
        try walk { reader in try reader.forEachSample(body) }
    }

    /// Calls `body` with every second's figures, in order of time, without holding them all.
    ///
    /// - Throws: `StoreError`, or what `body` throws, which ends the reading.
    package func forEachSecond(_ body: (_ timeSeconds: Double, [SecondQuantity: Int64]) throws -> Void) throws {
        try walk { reader in try reader.forEachSecond(body) }
    }

    /// Calls `body` with the tree's memory in MB, in order of time, without holding it all: only
    /// the moments at which every process gave the reading, which are those that the verdict is about.
    ///
    /// - Throws: `StoreError`, or what `body` throws, which ends the reading.
    package func forEachMemory(_ body: (_ timeSeconds: Double, _ megabytes: Double) throws -> Void) throws {
        try walk { reader in try reader.forEachMemory(body) }
    }

    // An error of the body is no error of the evidence, and must not be taken for one.
    private func walk(_ walk: (FactsReader) throws -> Void) throws {
        do {
            try queue.read { db in try walk(FactsReader(db: db)) }
        } catch let error where error is DatabaseError || error is UnexpectedContent {
            throw StoreError(error, path: folder.path)
        }
    }

    private func read<Value>(_ body: (Database) throws -> Value) throws(StoreError) -> Value {
        try StoreError.translating(folder.path) { try queue.read(body) }
    }
}
