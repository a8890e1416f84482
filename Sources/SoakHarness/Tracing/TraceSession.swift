import EvidenceStore
import Glibc

/// Tracing while a soak runs: the folder of snapshots, and the file through which the client's processes take orders.
///
/// A file and no signal: the client may use every signal for itself.
struct TraceSession {
    /// The longest wait for the last snapshots, s.
    static let lastSnapshotSeconds = 30.0
    /// The same after a signal asked twinsim to stop, s.
    static let interruptedSeconds = 3.0

    /// How it is traced.
    let tracing: Tracing
    /// The variables of a traced client.
    let environment: [String: String]
    private let folder: String
    private var order = 0
    private var schedule: TraceSchedule

    /// Makes the folder in the evidence, of a run that goes on from `start` to `end`, with storms at these seconds of it.
    ///
    /// - Parameter speed: how many times as fast the client's clock runs.
    /// - Throws: `StoreError` when it cannot be made.
    init(
        _ tracing: Tracing, evidence: EvidenceFolder, from start: Double, to end: Double, storms: [Double],
        speed: Double
    ) throws(StoreError) {
        self.tracing = tracing
        let seconds = end - start
        schedule = TraceSchedule(
            from: start, to: end, baseline: start + Tracing.warmUpSeconds(inRunOf: seconds), storms: storms,
            everySeconds: tracing.everySeconds, everyPolls: tracing.everyPolls.map(Int64.init))
        guard mkdir(evidence.trace, 0o700) == 0 || errno == EEXIST else {
            throw .cannotCreate(path: evidence.trace, reason: String(cString: strerror(errno)))
        }
        // The client may work in a directory of its own.
        let resolved = realpath(evidence.trace, nil)
        folder = resolved.map { String(cString: $0) } ?? evidence.trace
        free(resolved)
        // An order of an earlier session of the run is none of this one's.
        unlink(folder + "/command")
        environment = tracing.environment(folder: folder, seconds: seconds, speed: speed)
    }

    /// Asks for a snapshot if one is due by `time` and the client's requests so far; its occasion, or nil.
    mutating func note(polls: Int64, at time: Double) throws(StoreError) -> String? {
        guard let occasion = schedule.due(at: time, polls: polls) else { return nil }
        try send(occasion)
        return occasion
    }

    /// Asks every process for its last snapshot and waits until those that still run have written it, or too long.
    mutating func finish(isInterrupted: Bool) throws(StoreError) {
        let before = TraceFolder.newest(in: folder)
        guard !before.isEmpty else { return }
        try send("end")
        let tries = Int((isInterrupted ? Self.interruptedSeconds : Self.lastSnapshotSeconds) * 20)
        defer {
            HeapSnapshotFolder.waitUntilWritten(
                in: folder, seconds: isInterrupted ? Self.interruptedSeconds : HeapSnapshotFolder.waitSeconds)
        }
        for _ in 0..<tries {
            let now = TraceFolder.newest(in: folder)
            let isWaiting = before.contains { pid, number in
                kill(pid, 0) == 0 && (now[pid] ?? number) <= number
            }
            guard isWaiting else { return }
            usleep(50_000)
        }
    }

    private mutating func send(_ occasion: String) throws(StoreError) {
        order += 1
        try TextFile.write("\(order) \(occasion)\n", to: folder + "/command")
    }
}
