import EvidenceReport
import GRDB

/// Megabytes (10⁶ bytes) in a kibibyte.
let megabytesPerKibibyte = 1024.0 / 1_000_000

/// The samples in one pass: the sums over the client's process tree, and each process's own history.
///
/// A sum counts only where every process of the tree gave the reading: a sum over a part would look like memory given
/// back. One pass, because at ten processes 72 hours are 2.6 million rows, and finding them costs most.
struct TreeReading {
    /// What the samples say of one process.
    struct Process {
        /// The database's number of it.
        var id: Int64
        /// The first sample of it, ms.
        var firstMilliseconds: Int64
        /// The last sample of it, ms.
        var lastMilliseconds: Int64
        /// The deepest tier that it was sampled with.
        var tier: Int64 = 0
        /// Private anonymous memory, MB.
        var memory = TimeSeries.empty
        /// Most descriptors seen at once.
        var descriptors: Int64?
        /// Most threads seen at once.
        var threads: Int64?
        /// Processor time, ms.
        var processorMilliseconds: Int64?
        /// Whether it ever told of a JavaScript heap.
        var hasNodeHeap = false
        /// Whether it ever told of Python's blocks.
        var hasPython = false
        /// The most processes that the row stood for at once; nil when it is one process's.
        var mostPooled: Int64?
    }

    /// The quantities that are summed, in the order of their columns.
    static let summed: [SampledQuantity] =
        [
            .anonymousKibibytes, .residentKibibytes, .descriptors, .threads, .nativeBlocks, .nativeBytes,
            .pythonBlocks,
        ] + SampledQuantity.socketStates
    private static let pythonColumn = summed.firstIndex(of: .pythonBlocks) ?? 0
    private static let socketColumns = (summed.count - SampledQuantity.socketStates.count)..<summed.count

    /// The processes that have samples, in the order in which they were first met.
    private(set) var processes: [Process] = []
    /// Processes besides the launched one.
    private(set) var children = TimeSeries.empty
    /// TCP sockets, all states together.
    private(set) var sockets = TimeSeries.empty
    private var series = [TimeSeries](repeating: .empty, count: summed.count)
    private var places: [Int64: Int] = [:]
    // The moment that is being summed up: its sums, and how many processes gave each.
    private var moment: Int64?
    private var present = 0
    private var alive: Int64 = 0
    private var sums = [Double](repeating: 0, count: summed.count)
    private var counts = [Int](repeating: 0, count: summed.count)

    /// Reads all samples of `db`, which have columns for the readings `recorded`.
    init(_ db: Database, recorded: Set<SampledQuantity>) throws {
        try db.requireStrict("sample")
        func column(_ quantity: SampledQuantity) -> String { recorded.contains(quantity) ? quantity.rawValue : "NULL" }
        let columns = (Self.summed.map(\.rawValue) + [column(.nodeOldKibibytes), column(.processes)])
            .joined(separator: ", ")
        let cursor = try Row.fetchCursor(
            db, sql: "SELECT t_ms, process, tier, cpu_ms, \(columns) FROM sample ORDER BY t_ms, process")
        var place = 0
        while let row = try cursor.next() {
            let milliseconds = try row.integer(at: 0)
            if milliseconds != moment { conclude(until: milliseconds) }
            present += 1
            // The tree is the same in most samples, so the next row is most often of the next process.
            place = find(try row.integer(at: 1), after: place, at: milliseconds)
            processes[place].lastMilliseconds = milliseconds
            processes[place].tier = max(processes[place].tier, try row.integer(at: 2))
            raise(&processes[place].processorMilliseconds, to: row.optionalInteger(at: 3))
            if !processes[place].hasNodeHeap {
                processes[place].hasNodeHeap = row.optionalInteger(at: Self.summed.count + 4) != nil
            }
            let pooled = row.optionalInteger(at: Self.summed.count + 5)
            raise(&processes[place].mostPooled, to: pooled)
            alive += pooled ?? 1
            for index in Self.summed.indices {
                guard let value = row.optionalInteger(at: index + 4) else {
                    // The states of TCP are told all together or, in nine samples of ten, not at all.
                    if index == Self.socketColumns.lowerBound { break }
                    continue
                }
                sums[index] += Double(value)
                counts[index] += 1
                switch index {
                case 0:
                    processes[place].memory.append(
                        Double(milliseconds) / 1000, Double(value) * megabytesPerKibibyte)
                case 2: raise(&processes[place].descriptors, to: value)
                case 3: raise(&processes[place].threads, to: value)
                case Self.pythonColumn: processes[place].hasPython = true
                default: break
                }
            }
        }
        conclude(until: nil)
    }

    /// The sum over the tree of one of the summed quantities, in its own unit.
    func sum(_ quantity: SampledQuantity) -> TimeSeries {
        Self.summed.firstIndex(of: quantity).map { series[$0] } ?? .empty
    }

    private mutating func find(_ id: Int64, after place: Int, at milliseconds: Int64) -> Int {
        let next = place + 1 < processes.count ? place + 1 : 0
        if next < processes.count, processes[next].id == id { return next }
        if let known = places[id] { return known }
        places[id] = processes.count
        processes.append(Process(id: id, firstMilliseconds: milliseconds, lastMilliseconds: milliseconds))
        return processes.count - 1
    }

    private func raise(_ most: inout Int64?, to value: Int64?) {
        if let value { most = max(most ?? value, value) }
    }

    private mutating func conclude(until next: Int64?) {
        defer {
            moment = next
            present = 0
            alive = 0
            for index in sums.indices {
                sums[index] = 0
                counts[index] = 0
            }
        }
        guard let moment else { return }
        let time = Double(moment) / 1000
        children.append(time, Double(max(0, alive - 1)))
        for index in sums.indices where counts[index] == present { series[index].append(time, sums[index]) }
        if counts[Self.socketColumns].allSatisfy({ $0 == present }) {
            sockets.append(time, sums[Self.socketColumns].reduce(0, +))
        }
    }
}
