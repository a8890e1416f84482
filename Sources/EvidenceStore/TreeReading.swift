import Evidence
import GRDB

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
        /// The readings that it ever gave, a bit each in the order of the columns.
        var given: UInt64 = 0
        /// The most processes that the row stood for at once; nil when it is one process's.
        var mostPooled: Int64?
    }

    /// The readings that are summed, in the order of their columns; at most 64.
    private let quantities: [SampledQuantity]
    private let memoryColumn: Int?
    private let descriptorColumn: Int?
    private let threadColumn: Int?
    private let firstSocketColumn: Int?

    /// The processes that have samples, in the order in which they were first met.
    private(set) var processes: [Process] = []
    /// Processes besides the launched one.
    private(set) var children = TimeSeries.empty
    private var series: [TimeSeries]
    private var places: [Int64: Int] = [:]
    // The moment that is being summed up: its sums, and how many processes gave each.
    private var moment: Int64?
    private var present = 0
    private var alive: Int64 = 0
    private var sums: [Double]
    private var counts: [Int]

    /// Reads all samples of `db`, summing up `quantities`, which it has columns for.
    ///
    /// `isPooled` says whether rows may stand for several processes, which older evidence's do not.
    init(_ db: Database, quantities: [SampledQuantity], isPooled: Bool) throws {
        precondition(quantities.count <= 64, "a process keeps a bit for each reading that it gave")
        self.quantities = quantities
        memoryColumn = quantities.firstIndex(of: .anonymousKibibytes)
        descriptorColumn = quantities.firstIndex(of: .descriptors)
        threadColumn = quantities.firstIndex(of: .threads)
        firstSocketColumn = quantities.firstIndex(where: SampledQuantity.socketStates.contains)
        series = [TimeSeries](repeating: .empty, count: quantities.count)
        sums = [Double](repeating: 0, count: quantities.count)
        counts = [Int](repeating: 0, count: quantities.count)
        let socketColumns = quantities.indices.filter { SampledQuantity.socketStates.contains(quantities[$0]) }
        let afterSockets = (socketColumns.last ?? 0) + 1
        try db.requireStrict("sample")
        let pooled = isPooled ? SampledQuantity.processes.rawValue : "NULL"
        let columns = (quantities.map(\.rawValue) + [pooled]).joined(separator: ", ")
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
            let sharing = row.optionalInteger(at: quantities.count + 4)
            raise(&processes[place].mostPooled, to: sharing)
            alive += sharing ?? 1
            var index = 0
            while index < quantities.count {
                defer { index += 1 }
                guard let value = row.optionalInteger(at: index + 4) else {
                    // The states of TCP are told all together or, in nine samples of ten, not at all.
                    if index == firstSocketColumn { index = afterSockets - 1 }
                    continue
                }
                sums[index] += Double(value)
                counts[index] += 1
                processes[place].given |= 1 << UInt64(index)
                switch index {
                case memoryColumn:
                    processes[place].memory.append(
                        Double(milliseconds) / 1000, Double(value) * SampledQuantity.anonymousKibibytes.factor)
                case descriptorColumn: raise(&processes[place].descriptors, to: value)
                case threadColumn: raise(&processes[place].threads, to: value)
                default: break
                }
            }
        }
        conclude(until: nil)
    }

    /// The sum of these readings over the tree, in the unit of series, where every process gave each of them.
    func sum(_ wanted: [SampledQuantity]) -> TimeSeries {
        let places = wanted.compactMap { quantities.firstIndex(of: $0) }
        guard places.count == wanted.count, let first = places.first else { return .empty }
        return places.dropFirst().reduce(series[first].scaled(by: quantities[first].factor)) { sum, place in
            sum.adding(series[place].scaled(by: quantities[place].factor))
        }
    }

    /// The database's numbers of the processes that gave the first of these readings at all.
    func processes(thatGive wanted: [SampledQuantity]) -> [Int64] {
        guard let place = wanted.first.flatMap({ quantities.firstIndex(of: $0) }) else { return [] }
        return processes.filter { $0.given & (1 << UInt64(place)) != 0 }.map(\.id)
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
    }
}
