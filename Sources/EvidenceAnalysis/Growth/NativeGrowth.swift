/// Where a client's native memory grows: exactly by size class, and by call site as far as samples tell.
package struct NativeGrowth: Hashable, Sendable {
    /// The snapshots of one process that count.
    package struct Process: Hashable, Sendable {
        /// The newest one.
        package var last: NativeSnapshot
        /// One from about the middle between baseline and last; nil when there is none.
        package var middle: NativeSnapshot?
        /// Whether the interpreter of Python in it was traced too.
        package var isTracedPython = false
        /// Whether an interpreter's own lines explain its memory, so that no call site is to.
        package var isExplained = false

        /// A process's snapshots.
        package init(last: NativeSnapshot, middle: NativeSnapshot? = nil) {
            self.last = last
            self.middle = middle
        }

        /// Whether memory from these calls is asked for by tracing, or by an interpreter whose own word is there.
        func isToldElsewhere(_ calls: [NativeSnapshot.Call], _ symbols: NativeSymbols) -> Bool {
            if isExplained { return true }
            if calls.contains(where: { symbols.names[$0]?.function.map(AllocatorNames.isTracer) ?? false }) {
                return true
            }
            guard isTracedPython else { return false }
            return NativeGrowth.place(of: calls, symbols).map { AllocatorNames.isPython(module: $0.module) } ?? false
        }
    }

    /// A function whose calls lead to memory that stays; all figures but `samples` and `processes` are estimates.
    package struct Row: Hashable, Sendable {
        /// The place in the function that most of it comes from.
        package var place: NativeSnapshot.Call
        /// Growth, MB (10⁶ bytes) an hour, over all processes.
        package var megabytesPerHour = 0.0
        /// Growth, blocks an hour.
        package var blocksPerHour = 0.0
        /// Bytes held.
        package var bytes: Int64 = 0
        /// Bytes more than at the baseline.
        package var bytesGrown: Int64 = 0
        /// The standard error of `bytesGrown`, bytes.
        package var errorBytes = 0.0
        /// Blocks held.
        package var blocks: Int64 = 0
        /// Blocks more than at the baseline.
        package var blocksGrown: Int64 = 0
        /// The live samples on which that rests.
        package var samples: Int64 = 0
        /// How many processes grow there.
        package var processes = 0
        /// The calls that led to most of it, the most recent one first.
        package var calls: [NativeSnapshot.Call]
    }

    /// A function is named when it grew by so many standard errors at least: less may be chance.
    package static let leastErrors = 3.0
    /// And by so many samples at least: a large block is one sample without an error, and one block is a start.
    package static let leastSamples: Int64 = 3
    /// The most rows.
    package static let mostRows = 25

    /// How many processes could be compared with their baselines.
    package var processes: Int
    /// The longest time between baseline and last snapshot, s.
    package var comparedSeconds: Double
    /// Mean bytes between two samples; nil when no call sites were sampled.
    package var distanceBytes: Int64?
    /// Whether lines explain the memory of all of them.
    package var isExplained = false
    /// The size classes, summed over the processes.
    package var classes: [NativeSnapshot.SizeClass] = []
    /// The functions that kept growing, the fastest first.
    package var rows: [Row] = []
    /// What more and more of is open or runs, by the call that opened or started it, the most first.
    package var openings: [NativeOpening] = []
    /// The names of places.
    package var symbols: NativeSymbols
    /// What could not be seen, a sentence's part each.
    package var problems: [String]

    /// Derives what grows from the snapshots of each process; pure.
    package init(processes: [Process], symbols: NativeSymbols, problems: [String] = []) {
        let compared = processes.filter { $0.last.sinceBaselineSeconds > 0 }
        self.processes = compared.count
        comparedSeconds = compared.map(\.last.sinceBaselineSeconds).max() ?? 0
        distanceBytes = compared.compactMap(\.last.distanceBytes).max()
        isExplained = !compared.isEmpty && compared.allSatisfy(\.isExplained)
        self.symbols = symbols
        self.problems = problems
        for problem in compared.flatMap(\.last.problems) where !self.problems.contains(problem) {
            self.problems.append(problem)
        }
        for process in compared { add(process.last.classes) }
        rows = Self.rows(compared, symbols)
        openings = NativeOpening.all(compared, symbols)
    }

    private mutating func add(_ more: [NativeSnapshot.SizeClass]) {
        guard !classes.isEmpty else {
            classes = more
            return
        }
        for (index, row) in more.enumerated() where index < classes.count {
            classes[index].bytes += row.bytes
            classes[index].bytesGrown += row.bytesGrown
            classes[index].blocks += row.blocks
            classes[index].blocksGrown += row.blocksGrown
        }
    }

    /// What rows are made of: a function of a file, or a place that no function is known of.
    struct Key: Hashable {
        var module: String
        var function: String?
        var offset: Int64

        init(_ call: NativeSnapshot.Call, _ symbols: NativeSymbols) {
            module = call.module
            function = symbols.names[call]?.function
            offset = function == nil ? call.offset : 0
        }
    }

    /// A row in the making.
    private struct Sum {
        var row: Row
        var largest: Int64 = .min
        var before: Int64 = 0
        var hasMiddle = true
        var stretches: [Stretch] = []
    }

    private static func key(_ site: NativeSnapshot.Site, _ symbols: NativeSymbols) -> Key? {
        place(of: site, symbols).map { Key($0, symbols) }
    }

    /// The call that a site is named after: the most recent one that is no part of an allocator or of a language's
    /// library, else the most recent one of all.
    static func place(of site: NativeSnapshot.Site, _ symbols: NativeSymbols) -> NativeSnapshot.Call? {
        place(of: site.calls, symbols)
    }

    /// The same of any calls, the most recent one first.
    static func place(of calls: [NativeSnapshot.Call], _ symbols: NativeSymbols) -> NativeSnapshot.Call? {
        calls.first { !AllocatorNames.covers(module: $0.module, function: symbols.names[$0]?.function) } ?? calls.first
    }

    /// The nearest call of the client's own program behind a place in a shared library; nil where the place is the
    /// program's own, and of an interpreter, whose program is not the client's.
    package func clientCall(of calls: [NativeSnapshot.Call], behind place: NativeSnapshot.Call) -> NativeSnapshot.Call?
    {
        guard AllocatorNames.isLibrary(module: place.module), let first = calls.firstIndex(of: place) else {
            return nil
        }
        return calls[first...].first {
            !$0.module.isEmpty && !AllocatorNames.isLibrary(module: $0.module)
                && !AllocatorNames.isPython(module: $0.module) && symbols.names[$0]?.function != "_start"
        }
    }

    private static func rows(_ processes: [Process], _ symbols: NativeSymbols) -> [Row] {
        var sums: [Key: Sum] = [:]
        for process in processes {
            var before: [Key: Int64] = [:]
            for site in process.middle?.sites ?? [] where !process.isToldElsewhere(site.calls, symbols) {
                if let key = key(site, symbols) { before[key, default: 0] += site.bytesGrown }
            }
            var here: Set<Key> = []
            for site in process.last.sites where !process.isToldElsewhere(site.calls, symbols) {
                guard let key = key(site, symbols), let place = place(of: site, symbols) else { continue }
                var sum = sums[key] ?? Sum(row: Row(place: place, calls: site.calls))
                sum.row.bytes += site.bytes
                sum.row.bytesGrown += site.bytesGrown
                sum.row.blocks += site.blocks
                sum.row.blocksGrown += site.blocksGrown
                sum.row.samples += site.samples
                // Squares add up; the root is drawn below.
                sum.row.errorBytes += Double(site.errorBytes) * Double(site.errorBytes)
                if site.bytesGrown > sum.largest {
                    sum.largest = site.bytesGrown
                    sum.row.place = place
                    sum.row.calls = site.calls
                }
                if here.insert(key).inserted {
                    sum.row.processes += 1
                    sum.before += before[key] ?? 0
                    sum.hasMiddle = sum.hasMiddle && process.middle != nil
                    sum.stretches.append(
                        Stretch(
                            fromSeconds: process.last.baselineSeconds, seconds: process.last.sinceBaselineSeconds))
                }
                sums[key] = sum
            }
        }
        let rows = sums.values.compactMap(finished)
        let ranked = rows.sorted {
            ($1.megabytesPerHour, $0.place.module, $0.place.offset)
                < ($0.megabytesPerHour, $1.place.module, $1.place.offset)
        }
        return Array(ranked.prefix(mostRows))
    }

    /// The row, if it grew by more than chance and went on growing behind the middle.
    private static func finished(_ sum: Sum) -> Row? {
        var row = sum.row
        row.errorBytes = row.errorBytes.squareRoot()
        let grown = Double(row.bytesGrown)
        guard row.bytesGrown >= WhereItGrows.leastBytes, row.samples >= leastSamples,
            grown >= leastErrors * row.errorBytes
        else { return nil }
        guard !sum.hasMiddle || grown - Double(sum.before) >= WhereItGrows.leastLateShare * grown else { return nil }
        let hours = Stretch.hoursCovered(by: sum.stretches)
        row.megabytesPerHour = grown * 1e-6 / hours
        row.blocksPerHour = Double(row.blocksGrown) / hours
        return row
    }
}
