import Evidence
import GRDB

extension SampledQuantity {
    /// The readings that evidence of schemas 1 and 2 has no columns for.
    static let addedInSchema3: [SampledQuantity] = [
        .nodeHeapKibibytes, .nodeOldKibibytes, .nodeTotalKibibytes, .nodeExternalKibibytes, .nodeBuffersKibibytes,
        .nodeMallocedKibibytes, .nodeContexts, .nodeDetachedContexts, .nodeWorkers, .nodeResources,
    ]

    /// The readings that evidence of schemas 1 to 3 has no columns for, those of a row for several processes among them.
    static let addedInSchema4: [SampledQuantity] = [
        .sharedKibibytes, .javaAfterKibibytes, .javaCommittedKibibytes, .javaYoungCollections, .javaWholeCollections,
        .processes, .processesPooled,
    ]
}

extension FactsReader {
    /// The readings that this evidence has columns for: fewer in evidence of an older twinsim.
    func recordedQuantities() throws -> [SampledQuantity] {
        let columns = Set(try db.columns(in: "sample").map(\.name))
        return SampledQuantity.allCases.filter { columns.contains($0.rawValue) }
    }

    /// The sum of these readings over `processes`, in the unit of series, at the moments at which each of those that was
    /// there gave every one.
    func sum(_ quantities: [SampledQuantity], over processes: [Int64]) throws -> TimeSeries {
        var series = TimeSeries.empty
        guard !processes.isEmpty else { return series }
        let sums = quantities.map { "SUM(\($0.rawValue))" }.joined(separator: ", ")
        let complete = quantities.map { "COUNT(\($0.rawValue)) = COUNT(*)" }.joined(separator: " AND ")
        let sql = """
            SELECT t_ms, \(sums) FROM sample
            WHERE process IN (\(processes.map { "\($0)" }.joined(separator: ", ")))
            GROUP BY t_ms HAVING \(complete) ORDER BY t_ms
            """
        let cursor = try Row.fetchCursor(db, sql: sql)
        while let row = try cursor.next() {
            var sum = 0.0
            for (index, quantity) in quantities.enumerated() {
                sum += Double(try row.integer(at: index + 1)) * quantity.factor
            }
            series.append(Double(try row.integer(at: 0)) / 1000, sum)
        }
        return series
    }

    /// Fills what a report says of Node.js beside its heap: what the heap holds outside, and its worker threads.
    func readNode(of tree: TreeReading, into facts: inout EvidenceFacts) throws {
        let processes = tree.processes(thatGive: [.nodeOldKibibytes])
        guard !processes.isEmpty else { return }
        facts.sums[.nodeExternalKibibytes] = try sum([.nodeExternalKibibytes], over: processes)
        facts.nodeWorkers = try Int64.fetchOne(db, sql: "SELECT MAX(node_workers) FROM sample") ?? 0
    }
}
