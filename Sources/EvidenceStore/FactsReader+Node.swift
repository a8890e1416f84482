import EvidenceReport
import GRDB

extension SampledQuantity {
    /// The readings that evidence of schemas 1 and 2 has no columns for.
    static let addedInSchema3: [SampledQuantity] = [
        .nodeHeapKibibytes, .nodeOldKibibytes, .nodeTotalKibibytes, .nodeExternalKibibytes, .nodeBuffersKibibytes,
        .nodeMallocedKibibytes, .nodeContexts, .nodeDetachedContexts, .nodeWorkers, .nodeResources,
    ]
    /// The figures of a row that stands for several processes, which evidence of schemas 1 to 3 never has.
    static let addedInSchema4: [SampledQuantity] = [.processes, .processesPooled]
}

extension FactsReader {
    /// The readings that this evidence has columns for: fewer in evidence of an older twinsim.
    func recordedQuantities() throws -> [SampledQuantity] {
        let columns = Set(try db.columns(in: "sample").map(\.name))
        return SampledQuantity.allCases.filter { columns.contains($0.rawValue) }
    }

    /// Fills the series of the JavaScript heap.
    ///
    /// They are sums over `processes`, those that gave the reading in this run at all, at the moments at which each of
    /// them that was there gave it: a shell that starts Node.js has no such heap.
    func readNode(of processes: [Int64], into facts: inout EvidenceFacts) throws {
        if processes.isEmpty { return }
        let sql = """
            SELECT t_ms, SUM(node_old_kib), SUM(node_external_kib), MAX(node_workers) FROM sample
            WHERE process IN (\(processes.map { "\($0)" }.joined(separator: ", ")))
            GROUP BY t_ms HAVING COUNT(node_old_kib) = COUNT(*) ORDER BY t_ms
            """
        let cursor = try Row.fetchCursor(db, sql: sql)
        while let row = try cursor.next() {
            guard let ms = Int64.fromDatabaseValue(row[0]), let old = Double.fromDatabaseValue(row[1]),
                let external = Double.fromDatabaseValue(row[2])
            else { throw UnexpectedContent(description: "a heap is no number") }
            let time = Double(ms) / 1000
            facts.nodeHeap.append(time, old * megabytesPerKibibyte)
            facts.nodeExternal.append(time, external * megabytesPerKibibyte)
            facts.nodeWorkers = max(facts.nodeWorkers, Int64.fromDatabaseValue(row[3]) ?? 0)
        }
    }
}
