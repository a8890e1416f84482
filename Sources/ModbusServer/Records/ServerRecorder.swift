import FaultPlan
import ModbusProtocol
import Synchronization

/// What the reactor writes down and other threads read: counts, reads of each entry, records.
///
/// Each reactor has one. Invariant behind `@unchecked Sendable`: everything but `lock` and `requests` is touched only while
/// `lock` is held. The reactor
/// holds it once per wake-up, while it works, not while it waits; so it costs one uncontended lock per wake-up, and a
/// snapshot is consistent.
final class ServerRecorder: @unchecked Sendable {
    /// Records of connections, storms and refusals that may wait to be drained.
    static let recordCapacity = 65_536
    /// Records of exceptions among them: a client that only provokes exceptions must not push the others out.
    static let exceptionCapacity = 4_096

    /// Records of hits of faults in one second; the rest is counted.
    static let hitRecordsPerSecond = 100

    /// Guards everything else.
    let lock = FairLock()
    /// The plain counts.
    var tally = ServerTally()
    /// Connections that are open, as of the last wake-up.
    var open = 0
    /// `tally.requests` as of the last wake-up, for who must not wait for the lock.
    let requests = Atomic<UInt64>(0)
    /// For each unit id its number of entries and their reads.
    let reads: [UInt8: UnsafeMutableBufferPointer<EntryReads>]

    /// The exceptions by kind.
    private var exceptions = ExceptionTable()
    private var records: [ServerRecord] = []
    private var exceptionRecords = 0
    private var hitSecond: Int64 = 0
    private var hitRecords = 0

    /// An empty recorder for units with so many entries.
    init(entryCounts: [UInt8: Int]) {
        reads = entryCounts.mapValues { count in
            let buffer = UnsafeMutableBufferPointer<EntryReads>.allocate(capacity: count)
            buffer.initialize(repeating: EntryReads())
            return buffer
        }
    }

    deinit {
        for buffer in reads.values { buffer.deallocate() }
    }

    /// Queues a record, or counts it as lost when the queue is full. With the lock held.
    func record(_ event: ServerRecord.Event, at nanoseconds: Int64) {
        if case .exception = event {
            guard exceptionRecords < Self.exceptionCapacity else {
                tally.recordsLost += 1
                return
            }
            exceptionRecords += 1
        }
        let record = ServerRecord(nanoseconds: nanoseconds, event: event)
        guard records.count < Self.recordCapacity || record.isOfThePlan else {
            tally.recordsLost += 1
            return
        }
        records.append(record)
    }

    /// Counts an exception reply and queues its record. With the lock held.
    ///
    /// - Parameters:
    ///   - frame: the request, header first.
    ///   - length: its bytes.
    func noteException(
        _ code: UInt8, connection: UInt64, _ frame: UnsafePointer<UInt8>, _ length: Int, isByFault: Bool,
        at nanoseconds: Int64
    ) {
        tally.exceptions[code < 16 ? Int(code) : 0] += 1
        let kind = ExceptionKind(
            unit: frame[6], function: frame[7], address: ExceptionKind.address(in: frame, length), code: code,
            isByFault: isByFault)
        exceptions.count(kind)
        record(.exception(connection: connection, kind), at: nanoseconds)
    }

    /// Queues the record of a fault's hit, or counts it as unrecorded when there were too many this second. With the lock
    /// held.
    func recordHit(
        _ hit: FaultEngine.Hit, connection: UInt64, sequence: UInt64, _ effect: FaultEffect, at nanoseconds: Int64
    ) {
        let second = nanoseconds / 1_000_000_000
        if second != hitSecond {
            hitSecond = second
            hitRecords = 0
        }
        guard hitRecords < Self.hitRecordsPerSecond else {
            tally.unrecordedHits += 1
            return
        }
        hitRecords += 1
        record(
            .faultHit(
                fault: hit.fault, occurrence: hit.occurrence, connection: connection, sequence: sequence,
                effect: effect),
            at: nanoseconds)
    }

    /// Takes all queued records. Takes the lock.
    func takeRecords() -> [ServerRecord] {
        lock.withLock {
            exceptionRecords = 0
            let taken = records
            records = []
            return taken
        }
    }

    /// A consistent copy of all counts, with what the faults did if `commons` is given. Takes the lock.
    func snapshot(with commons: ReactorCommons? = nil) -> ServerCounters {
        lock.withLock {
            var counters = ServerCounters()
            counters.tally = tally
            counters.open = open
            if let commons { counters.acceptance = commons.withLedger { $0.acceptance } }
            counters.nanoseconds = monotonicNanoseconds()
            counters.reads = reads.mapValues { Array($0) }
            counters.exceptionKinds = exceptions.all
            counters.otherExceptions = exceptions.others.earned
            counters.otherExceptionsByFault = exceptions.others.byFault
            return counters
        }
    }
}
