/// Where a Python or Node.js client grows, by its own interpreter's word: what a traced run's snapshots say of all its processes.
package struct WhereItGrows: Hashable, Sendable {
    /// Which run was traced.
    package enum Source: String, Hashable, Sendable {
        /// The run of this very evidence.
        case trace
        /// A second run of the same client, made to explain this one.
        case explain
    }

    /// The snapshots of one process that count.
    package struct Process: Hashable, Sendable {
        /// The newest one that could be read.
        package var last: TraceSnapshot
        /// One from about the middle between baseline and last; nil when there is none.
        package var middle: TraceSnapshot?
        /// All after the baseline, in order, the last one included.
        package var course: [TraceSnapshot]
        /// The baseline; nil where it was not read.
        package var baseline: TraceSnapshot?

        /// A process's snapshots.
        package init(
            last: TraceSnapshot, middle: TraceSnapshot? = nil, course: [TraceSnapshot]? = nil,
            baseline: TraceSnapshot? = nil
        ) {
            self.last = last
            self.middle = middle
            self.course = course ?? [middle, last].compactMap { $0 }
            self.baseline = baseline
        }
    }

    /// A line of code that kept growing.
    package struct Line: Hashable, Sendable {
        /// The file, as the interpreter knows it.
        package var file: String
        /// The line's number.
        package var line: Int64
        /// The function that begins in that line; nil where the line itself is known. Controlled by the client.
        package var function: String?
        /// Growth, MB (10⁶ bytes) an hour, over all processes.
        package var megabytesPerHour: Double
        /// Growth, blocks an hour; nil where only bytes are known.
        package var blocksPerHour: Double?
        /// Bytes more than at the baseline.
        package var bytesGrown: Int64
        /// Blocks more than at the baseline; nil where only bytes are known.
        package var blocksGrown: Int64?
        /// Mean size of a block held, bytes; nil where only bytes are known.
        package var averageBytes: Double?
        /// How many processes grow there.
        package var processes: Int
        /// The calls that led there, the most recent one first.
        package var traceback: [String]
        /// What helps to read it, from the process in which it grows most.
        package var reading = TraceReading()
        /// How it grew in that process, from snapshot to snapshot.
        package var steps: [GrowthStep] = []
        /// What holds what it made; nil where that was not looked for.
        package var holder: TraceHolder?
    }

    /// Something that there is more and more of.
    package struct Count: Hashable, Sendable {
        /// Its name.
        package var name: String
        /// How many more than at the baseline, over all processes.
        package var grown: Int64
        /// How many there are.
        package var count: Int64
        /// Growth an hour.
        package var perHour: Double
        /// Of tasks: the calls that made one, the nearest first.
        package var madeAt: [String] = []
    }

    /// A line that grew by less is not named, bytes: caches and buffers that any client fills.
    package static let leastBytes: Int64 = 16 << 10
    /// Of the growth at least this share must lie behind the middle snapshot: what grew once and then held is no leak.
    package static let leastLateShare = 0.2
    /// The most rows of a kind.
    package static let mostRows = 25

    /// Which run was traced.
    package var source: Source
    /// How many processes wrote snapshots that could be compared.
    package var processes: Int
    /// The longest time between baseline and last snapshot, s.
    package var comparedSeconds: Double
    /// Lines that kept growing, the fastest first.
    package var lines: [Line] = []
    /// What else there is more and more of, the most first.
    package var counts: [TraceSnapshot.Counted: [Count]] = [:]
    /// What more and more of is open or runs, by the place that made it, the most first.
    package var openings: [GrowthOpening] = []
    /// What files, packages, and places with what they call grew by, each kind's most first.
    package var sums: [GrowthSum] = []
    /// What holds what there is most more of.
    package var holders: [TraceHolder] = []
    /// How long snapshots held the client up; nil where no process said.
    package var pauses: TracePauses?
    /// Which types of JavaScript objects grow; nil without heap snapshots.
    package var heap: HeapGrowth?
    /// What executes the processes that were compared: `python`, `node`.
    package var runtimes: Set<String> = []
    /// What could not be seen, one sentence's part each.
    package var problems: [String]
    /// Where native memory grows; nil when no native snapshot was written.
    package var native: NativeGrowth?

    /// Whether functions of native programs are named.
    package var namesNative: Bool { !(native?.rows.isEmpty ?? true) }

    /// Whether a place is named that opens or starts more and more.
    package var namesOpenings: Bool {
        openings.contains { $0.place != nil } || !(native?.openings.isEmpty ?? true)
    }

    /// Derives what grows from the snapshots of each process; pure.
    package init(source: Source, processes: [Process], problems: [String] = []) {
        self.source = source
        let compared = processes.filter { $0.last.sinceBaselineSeconds > 0 }
        self.processes = compared.count
        comparedSeconds = compared.map(\.last.sinceBaselineSeconds).max() ?? 0
        self.problems = problems + Self.notes(of: compared)
        runtimes = Set(compared.map(\.last.runtime))
        if processes.contains(where: \.last.isLimitReached) {
            self.problems.append("the limit of files was reached, so later snapshots but the last are missing")
        }
        lines = Self.lines(compared)
        openings = GrowthOpening.all(compared)
        sums = GrowthSum.all(compared)
        holders = Self.holders(compared)
        pauses = TracePauses(compared.map { [$0.baseline].compactMap { $0 } + $0.course })
        for index in lines.indices {
            lines[index].holder = holders.first {
                $0.line?.file == lines[index].file && $0.line?.line == lines[index].line
            }
        }
        for kind in TraceSnapshot.Counted.allCases {
            let rows = Self.counts(kind, compared)
            if !rows.isEmpty { counts[kind] = rows }
        }
    }

    private static func lines(_ processes: [Process]) -> [Line] {
        var byPlace: [String: Line] = [:]
        var seen: [String: [TraceSnapshot]] = [:]
        var most: [String: Int64] = [:]
        for process in processes {
            for line in process.last.lines where line.bytesGrown >= leastBytes {
                let before = process.middle.map { middle in
                    middle.lines.first { $0.file == line.file && $0.line == line.line }?.bytesGrown ?? 0
                }
                guard keepsGrowing(line.bytesGrown, before) else { continue }
                let place = "\(line.file):\(line.line)"
                var row =
                    byPlace[place]
                    ?? Line(
                        file: line.file, line: line.line, function: line.function, megabytesPerHour: 0,
                        bytesGrown: 0, processes: 0, traceback: line.traceback)
                row.bytesGrown += line.bytesGrown
                if let blocks = line.blocks, let grown = line.blocksGrown {
                    row.blocksGrown = (row.blocksGrown ?? 0) + grown
                    row.averageBytes = max(row.averageBytes ?? 0, Double(line.bytes) / Double(max(1, blocks)))
                }
                row.processes += 1
                if line.bytesGrown > most[place, default: 0] {
                    most[place] = line.bytesGrown
                    row.traceback = line.traceback
                    row.reading = line.reading
                    row.steps = GrowthStep.all(of: line, in: process.course)
                }
                byPlace[place] = row
                seen[place, default: []].append(process.last)
            }
        }
        let rows = byPlace.map { place, row in
            var row = row
            let hours = hoursCovered(by: seen[place] ?? [])
            row.megabytesPerHour = Double(row.bytesGrown) * 1e-6 / hours
            row.blocksPerHour = row.blocksGrown.map { Double($0) / hours }
            return row
        }
        let ranked = rows.sorted {
            ($1.megabytesPerHour, $0.file, $0.line) < ($0.megabytesPerHour, $1.file, $1.line)
        }
        return Array(ranked.prefix(mostRows))
    }

    private static func counts(_ kind: TraceSnapshot.Counted, _ processes: [Process]) -> [Count] {
        // Types come and go by the hundred; threads, tasks and sockets do not.
        let least: Int64 = kind == .type ? 50 : 3
        var byName: [String: Count] = [:]
        var seen: [String: [TraceSnapshot]] = [:]
        for process in processes {
            for row in process.last.counts[kind] ?? [] where row.grown >= least {
                let before = process.middle.map { middle in
                    middle.counts[kind]?.first { $0.name == row.name }?.grown ?? 0
                }
                guard keepsGrowing(row.grown, before) else { continue }
                var sum = byName[row.name] ?? Count(name: row.name, grown: 0, count: 0, perHour: 0)
                sum.grown += row.grown
                sum.count += row.count
                if sum.madeAt.isEmpty { sum.madeAt = row.madeAt }
                byName[row.name] = sum
                seen[row.name, default: []].append(process.last)
            }
        }
        let rows = byName.map { name, row in
            var row = row
            row.perHour = Double(row.grown) / hoursCovered(by: seen[name] ?? [])
            return row
        }
        return Array(rows.sorted { ($1.perHour, $0.name) < ($0.perHour, $1.name) }.prefix(mostRows))
    }

    static func hoursCovered(by snapshots: [TraceSnapshot]) -> Double {
        Stretch.hoursCovered(
            by: snapshots.map { Stretch(fromSeconds: $0.baselineSeconds, seconds: $0.sinceBaselineSeconds) })
    }

    /// Each type's and line's chain, that of the process in which most hangs on it.
    private static func holders(_ processes: [Process]) -> [TraceHolder] {
        var found: [TraceHolder] = []
        for holder in processes.flatMap(\.last.holders) {
            guard let place = found.firstIndex(where: { $0.type == holder.type && $0.line == holder.line }) else {
                found.append(holder)
                continue
            }
            if holder.held > found[place].held { found[place] = holder }
        }
        return found
    }

    /// Whether enough of the growth lies behind the middle snapshot.
    static func keepsGrowing(_ last: Int64, _ middle: Int64?) -> Bool {
        guard let middle else { return true }
        return Double(last - middle) >= leastLateShare * Double(last)
    }
}
