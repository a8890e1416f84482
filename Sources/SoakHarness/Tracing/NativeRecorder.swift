import EvidenceStore
import Glibc
import ProcessProbes
import TwinRuntime

/// Writes down what the client's processes hold of native memory: by size class in every run, and by call site in a
/// traced one.
///
/// It reads what the preloaded tally shows; nothing of it happens inside the client. Each process has a baseline after
/// its warm-up. A traced run keeps a snapshot for each moment of its schedule, another run only the latest one.
struct NativeRecorder {
    /// The most processes that are followed.
    static let mostProcesses = 256
    /// The most files of a run; beyond them a process's newest snapshot takes the place of the one before, and no
    /// other process is followed.
    static let mostFiles = 2000
    /// The most processes that are counted as left out: numbers of short-lived ones would fill the memory.
    static let mostLeftOut = 10_000
    /// The most sites in a snapshot.
    static let mostSites = 200
    /// Time between two writings of an untraced process's snapshot, s.
    static let untracedEverySeconds = 600.0

    private let folder: String
    private var counters: String
    private let tracing: Tracing?
    private let warmUpSeconds: Double
    private let everySeconds: Double
    private var processes: [Int32: NativeRecord] = [:]
    private var nextNumbers: [Int32: Int64] = [:]
    private var files = 0
    private var leftOut: Set<Int32> = []
    private var storms = 0
    private var settledAt: Double?

    /// A recorder of the run that `configuration` describes, whose client counts in the directory `counters`.
    init(_ configuration: SoakConfiguration, counters: String) {
        let evidence = EvidenceFolder(configuration.evidencePath)
        let seconds = configuration.seconds - (configuration.resumption?.atSeconds ?? 0)
        tracing = configuration.tracing
        folder = tracing == nil ? evidence.native : evidence.trace
        self.counters = counters
        warmUpSeconds = Tracing.warmUpSeconds(inRunOf: seconds)
        // A traced run's snapshots come by the order of its session.
        everySeconds = tracing == nil ? Self.untracedEverySeconds : .infinity
        // Earlier sessions of the run wrote into the same folder, perhaps about processes of the same number.
        nextNumbers = NativeTraceFolder.numbers(in: folder).mapValues { Int64($0.last ?? -1) + 1 }
        files = nextNumbers.count
    }

    /// Notes a sample of the whole tree; writes what is due.
    ///
    /// - Parameter order: why a traced run is to have a snapshot now; nil when it is not.
    /// - Throws: `StoreError` when a snapshot cannot be written.
    mutating func note(
        _ samples: [ProcessSample], storms count: Int, order: String? = nil, at time: Double
    ) throws(StoreError) {
        var occasion = order
        if tracing != nil {
            storms = count
        } else if count > storms {
            storms = count
            settledAt = time + TraceSchedule.settleSeconds
            occasion = "storm \(count)"
        } else if let due = settledAt, time >= due {
            settledAt = nil
            occasion = "after storm \(count)"
        }
        var seen: Set<Int32> = []
        let children =
            tracing == nil ? [:] : Dictionary(grouping: samples, by: \.parent).mapValues { $0.map(\.identity.pid) }
        for sample in samples {
            let pid = sample.identity.pid
            guard let counts = sample.allocation.native.value else { continue }
            seen.insert(pid)
            try follow(pid, ownPid: sample.ownPid, counts, at: time)
            processes[pid]?.children = children[pid] ?? []
            guard var record = processes[pid] else { continue }
            if record.baseline == nil {
                if time >= record.next { try write(&record, pid, occasion: "baseline", at: time) }
            } else if let occasion {
                try write(&record, pid, occasion: occasion, at: time)
            } else if time >= record.next {
                try write(&record, pid, occasion: "scheduled", at: time)
            }
            processes[pid] = record
        }
        for (pid, record) in processes where !seen.contains(pid) {
            try close(record, pid, occasion: "exit", at: time)
            processes[pid] = nil
        }
    }

    /// Goes on with a client that was launched anew and counts in another directory.
    mutating func turn(to counters: String, at time: Double) throws(StoreError) {
        try note([], storms: storms, at: time)
        self.counters = counters
    }

    /// Writes the last snapshots, and in a traced run the names of what stands in them.
    mutating func finish(at time: Double) throws(StoreError) {
        for (pid, record) in processes { try close(record, pid, occasion: "end", at: time) }
        processes = [:]
        if !leftOut.isEmpty {
            if files == 0 { try makeFolder() }
            try TextFile.write("\(leftOut.count)\n", to: folder + "/native-left-out")
        }
        if tracing != nil { try NativeSymbolWriter.write(in: folder) }
    }

    /// Begins to follow a process, or begins anew when it executes another program.
    private mutating func follow(
        _ pid: Int32, ownPid: Int32, _ counts: NativeAllocations, at time: Double
    ) throws(StoreError) {
        let inode = NativeSiteReader.inode(ofProcess: ownPid, in: counters)
        if var record = processes[pid], record.inode == inode || inode == nil {
            record.latest = counts
            record.latestAt = time
            processes[pid] = record
            return
        }
        if let old = processes[pid] { try close(old, pid, occasion: "exit", at: time) }
        guard processes[pid] != nil || (processes.count < Self.mostProcesses && files < Self.mostFiles) else {
            if leftOut.count < Self.mostLeftOut { leftOut.insert(pid) }
            return
        }
        processes[pid] = NativeRecord(
            inode: inode, sites: tracing == nil ? nil : NativeSiteReader(process: ownPid, in: counters),
            latest: counts, latestAt: time, next: time + warmUpSeconds)
    }

    private mutating func close(
        _ record: NativeRecord, _ pid: Int32, occasion: String, at time: Double
    ) throws(StoreError) {
        guard record.baseline != nil else { return }
        var record = record
        try write(&record, pid, occasion: occasion, at: time)
    }

    private mutating func write(
        _ record: inout NativeRecord, _ pid: Int32, occasion: String, at time: Double
    ) throws(StoreError) {
        if files == 0 { try makeFolder() }
        let now = Double(MonotonicClock.nanoseconds()) * 1e-9
        let isNew = record.baseline == nil
        let isKept = tracing != nil && (files < Self.mostFiles || isNew)
        let number: Int64
        if isNew || isKept || record.number == record.baselineNumber {
            number = nextNumbers[pid, default: 0]
            nextNumbers[pid] = number + 1
            files += 1
        } else {
            number = record.number
        }
        let snapshot = record.snapshot(
            pid: pid, number: number, occasion: occasion, monotonicSeconds: now, mostSites: Self.mostSites)
        try TextFile.write(snapshot.text, to: "\(folder)/native-\(pid)-\(number).jsonl")
        record.number = number
        record.next = time + everySeconds
    }

    private func makeFolder() throws(StoreError) {
        guard mkdir(folder, 0o700) == 0 || errno == EEXIST else {
            throw .cannotCreate(path: folder, reason: String(cString: strerror(errno)))
        }
    }
}
