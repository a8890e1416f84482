import EvidenceStore
import Glibc

/// Tracing while a soak runs: the folder of snapshots, and the file through which the client's processes take orders.
///
/// A file and no signal: the client may use every signal for itself.
struct TraceSession {
    /// A snapshot is asked for when a storm begins, and again so many seconds later, when the client has settled.
    static let settleSeconds = 20.0
    /// The longest wait for the last snapshots, s.
    static let lastSnapshotSeconds = 10.0
    /// The same after a signal asked twinsim to stop, s.
    static let interruptedSeconds = 3.0

    /// How it is traced.
    let tracing: Tracing
    /// The variables of a traced client.
    let environment: [String: String]
    private let folder: String
    private var order = 0
    private var storms = 0
    private var settledAt: Double?

    /// Makes the folder in the evidence, of a run with so many `seconds` left.
    ///
    /// - Throws: `StoreError` when it cannot be made.
    init(_ tracing: Tracing, evidence: EvidenceFolder, seconds: Double) throws(StoreError) {
        self.tracing = tracing
        guard mkdir(evidence.trace, 0o700) == 0 || errno == EEXIST else {
            throw .cannotCreate(path: evidence.trace, reason: String(cString: strerror(errno)))
        }
        // The client may work in a directory of its own.
        let resolved = realpath(evidence.trace, nil)
        folder = resolved.map { String(cString: $0) } ?? evidence.trace
        free(resolved)
        // An order of an earlier session of the run is none of this one's.
        unlink(folder + "/command")
        environment = tracing.environment(folder: folder, seconds: seconds)
    }

    /// Notes how many storms have begun by `time`, and asks for snapshots around a new one.
    mutating func note(storms count: Int, at time: Double) throws(StoreError) {
        if count > storms {
            storms = count
            settledAt = time + Self.settleSeconds
            try send("storm \(count)")
        } else if let due = settledAt, time >= due {
            settledAt = nil
            try send("after storm \(count)")
        }
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
