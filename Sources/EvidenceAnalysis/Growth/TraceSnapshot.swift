import Text

/// One snapshot that a traced Python or Node.js process wrote about itself: a JSON lines file of Docs/Tracing.md.
package struct TraceSnapshot: Hashable, Sendable {
    /// A line of code with what it holds.
    package struct Line: Hashable, Sendable {
        /// The file, as the interpreter knows it; controlled by the client.
        package var file: String
        /// The line's number in it.
        package var line: Int64
        /// The function that begins in that line; nil where the line itself is known. Controlled by the client.
        package var function: String?
        /// Bytes held now.
        package var bytes: Int64
        /// Bytes more than at the baseline.
        package var bytesGrown: Int64
        /// Blocks held now; nil where only bytes are known.
        package var blocks: Int64?
        /// Blocks more than at the baseline; nil where only bytes are known.
        package var blocksGrown: Int64?
        /// The calls that led to most of it, `file:line`, the most recent one first.
        package var traceback: [String]
        /// What helps to read it.
        package var reading = TraceReading()
    }

    /// Something that is counted by name: a type, threads, tasks, a place where sockets were made.
    package struct Count: Hashable, Sendable {
        /// What is counted; controlled by the client.
        package var name: String
        /// How many there are now.
        package var count: Int64
        /// How many more than at the baseline.
        package var grown: Int64
        /// Of tasks: the calls that made the first one met, `file:line`, the nearest first.
        package var madeAt: [String] = []
    }

    /// What kinds of things are counted; the raw value stands in the file.
    package enum Counted: String, CaseIterable, Hashable, Sendable {
        /// Live objects that the collector knows, by type.
        case type
        /// Threads, by name without its numbers.
        case thread
        /// asyncio tasks that are not done, by coroutine and the line where it waits.
        case task
        /// Open sockets, by the place that made them.
        case socket
    }

    /// The process.
    package var pid: Int64
    /// The snapshot's number within the process, from 0.
    package var number: Int64
    /// The number of the baseline that it is compared with.
    package var baselineNumber: Int64
    /// What executes the process: `python`, `node`.
    package var runtime: String
    /// What is missing from it, a part of a sentence each.
    package var notes: [String] = []
    /// Why it was taken: baseline, scheduled, a storm, the end.
    package var occasion: String
    /// Time since the baseline, s; 0 for the baseline itself.
    package var sinceBaselineSeconds: Double
    /// When the baseline was taken, s on the machine's monotonic clock.
    package var baselineSeconds: Double
    /// Why there is nothing to read in it; nil when there is.
    package var problem: String?
    /// Whether the limit of files was reached, so that snapshots before it were left out.
    package var isLimitReached: Bool
    /// The lines that grew most.
    package var lines: [Line] = []
    /// What else was counted.
    package var counts: [Counted: [Count]] = [:]
    /// What is open or runs, by the place that made it.
    package var openings: [TraceOpening] = []
    /// What files, packages, and places with what they call hold.
    package var sums: [TraceSum] = []
    /// What holds what there is most more of; none but in a process's last snapshot.
    package var holders: [TraceHolder] = []
    /// How long the process stood still for it in all, ms; nil where that is not said.
    package var pauseMilliseconds: Double?
    /// The longest stretch of that, ms.
    package var longestPauseMilliseconds: Double?

    /// Reads a snapshot's file; nil when its first line is not the head of one.
    package init?(parsing text: String) {
        let rows = text.split(separator: "\n")
        guard let first = rows.first, let head = JSONValue(parsing: String(first)), head.text("kind") == "snapshot",
            let pid = head.whole("pid"), let number = head.whole("number")
        else { return nil }
        self.pid = pid
        self.number = number
        baselineNumber = head.whole("baseline_number") ?? number
        occasion = head.text("occasion") ?? ""
        runtime = head.text("runtime") ?? "python"
        notes = head.texts("notes")
        sinceBaselineSeconds = head.real("since_baseline_seconds") ?? 0
        baselineSeconds = head.real("baseline_monotonic_seconds") ?? 0
        problem = head.text("problem")
        isLimitReached = head["limit_reached"] == .bool(true)
        pauseMilliseconds = head.real("pause_ms")
        longestPauseMilliseconds = head.real("longest_pause_ms")
        for row in rows.dropFirst() {
            guard let value = JSONValue(parsing: String(row)) else { continue }
            add(value)
        }
    }

    private mutating func add(_ row: JSONValue) {
        if row.text("kind") == "line" {
            guard let file = row.text("file"), let line = row.whole("line"), let bytes = row.whole("size"),
                let bytesGrown = row.whole("size_diff")
            else { return }
            lines.append(
                Line(
                    file: file, line: line, function: row.text("function"), bytes: bytes, bytesGrown: bytesGrown,
                    blocks: row.whole("count"), blocksGrown: row.whole("count_diff"),
                    traceback: Self.calls(row["traceback"]), reading: TraceReading(row)))
        } else if let opening = TraceOpening(row) {
            openings.append(opening)
            // The table of sockets was there before the others, under names of its own.
            if opening.kind == .socket {
                let name =
                    opening.place == nil
                    ? opening.what : opening.reading.calls.prefix(4).map(\.text).joined(separator: " < ")
                counts[.socket, default: []].append(Count(name: name, count: opening.count, grown: opening.grown))
            }
        } else if let sum = TraceSum(row) {
            sums.append(sum)
        } else if let holder = TraceHolder(row) {
            holders.append(holder)
        } else if let kind = row.text("kind").flatMap(Counted.init), let name = row.text("name"),
            let count = row.whole("count"), let grown = row.whole("count_diff")
        {
            counts[kind, default: []].append(
                Count(name: name, count: count, grown: grown, madeAt: row.texts("made_at")))
        }
    }

    private static func calls(_ value: JSONValue?) -> [String] {
        guard case .array(let frames) = value else { return [] }
        return frames.compactMap { frame in
            guard case .array(let parts) = frame, parts.count >= 2, case .string(let file) = parts[0],
                case .integer(let line) = parts[1]
            else { return nil }
            if parts.count > 2, case .string(let function) = parts[2] { return "\(function) (\(file):\(line))" }
            return "\(file):\(line)"
        }
    }
}
