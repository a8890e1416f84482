import Evidence
import EvidenceStore

/// How a client is traced: what it does to the client stands in Docs/Tracing.md.
package struct Tracing: Hashable, Sendable {
    /// Calls kept of each allocation's traceback.
    package var frames: Int
    /// Seconds between two snapshots; nil for five in all.
    package var everySeconds: Double?
    /// Requests of the client between two snapshots; nil for five in all.
    package var everyPolls: Int?
    /// The most rows of lines in a snapshot.
    package var rows: Int
    /// Mean bytes between two samples of native allocations.
    package var distanceBytes: Int
    /// Patterns, as the shell's, of the files in which a line of Python may be named; none for all.
    package var onlyFiles: [String] = []
    /// Patterns of the files in which no line of Python is named.
    package var ignoredFiles: [String] = []

    /// The usual distance of samples, bytes.
    package static let usualDistanceBytes = 16384
    /// The usual depth of a traceback.
    package static let usualFrames = 16
    /// The usual number of rows.
    package static let usualRows = 25
    /// The share of the run after which the baseline is taken.
    static let warmUpShare = 0.1
    /// The baseline comes no sooner and no later than this, s.
    static let warmUpSeconds = 2.0...600.0

    /// A way to trace.
    package init(
        frames: Int = usualFrames, everySeconds: Double? = nil, rows: Int = usualRows,
        distanceBytes: Int = usualDistanceBytes
    ) {
        self.frames = frames
        self.everySeconds = everySeconds
        self.rows = rows
        self.distanceBytes = distanceBytes
    }

    /// What the evidence says about how the run was traced; nil when it was not.
    package init?(recordedIn events: [EvidenceEvent]) {
        guard let event = events.first(where: { $0.kind == .traced }) else { return nil }
        self.init()
        if case .integer(let frames)? = event.detail["frames"] { self.frames = Int(frames) }
        if case .number(let seconds)? = event.detail["every_s"] { everySeconds = seconds }
        if case .integer(let polls)? = event.detail["every_polls"] { everyPolls = Int(polls) }
        if case .integer(let rows)? = event.detail["rows"] { self.rows = Int(rows) }
        if case .integer(let bytes)? = event.detail["distance_bytes"] { distanceBytes = Int(bytes) }
        onlyFiles = event.detail.texts("only")
        ignoredFiles = event.detail.texts("ignore")
    }

    /// The event that marks a run as traced.
    func event(at time: Double) -> EvidenceEvent {
        EvidenceEvent(
            timeSeconds: time, kind: .traced, subject: "tracing",
            summary: "The client is traced: its memory and its allocation counts are not judged.",
            detail: [
                "frames": .integer(Int64(frames)), "every_s": .optional(everySeconds),
                "every_polls": .optional(everyPolls.map(Int64.init)), "rows": .integer(Int64(rows)),
                "distance_bytes": .integer(Int64(distanceBytes)),
                "only": .array(onlyFiles.map { .string($0) }), "ignore": .array(ignoredFiles.map { .string($0) }),
            ])
    }

    /// When the baseline is taken in a run of `seconds`, counted from a process's start, s.
    static func warmUpSeconds(inRunOf seconds: Double) -> Double {
        min(max(seconds * warmUpShare, warmUpSeconds.lowerBound), warmUpSeconds.upperBound)
    }

    /// How long no module may have been imported before memory is traced, in a run of `seconds`, s.
    static func settleSeconds(inRunOf seconds: Double) -> Double { min(max(seconds / 30, 2), 5) }

    /// The variables that bring tracing into the client, in a run of `seconds`, with snapshots in `folder`, where its clock
    /// runs `speed` times as fast.
    func environment(folder: String, seconds: Double, speed: Double) -> [String: String] {
        let warmUp = Self.warmUpSeconds(inRunOf: seconds)
        return [
            "TWINSIM_TRACE": folder, "TWINSIM_TRACE_FRAMES": "\(frames)", "TWINSIM_TRACE_ROWS": "\(rows)",
            "TWINSIM_TRACE_WARM_UP": "\(warmUp)",
            "TWINSIM_TRACE_SETTLE": "\(Self.settleSeconds(inRunOf: seconds))",
            // A client that goes on importing has its baseline soon enough for the middle to lie in the middle.
            "TWINSIM_TRACE_LATEST": "\(warmUp + (seconds - warmUp) / 4)", "TWINSIM_TRACE_SPEED": "\(speed)",
            "TWINSIM_TRACE_BYTES": "\(distanceBytes)",
            "TWINSIM_TRACE_ONLY": onlyFiles.joined(separator: "\n"),
            "TWINSIM_TRACE_IGNORE": ignoredFiles.joined(separator: "\n"),
        ]
    }
}
