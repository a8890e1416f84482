import Evidence
import GRDB

extension FactsReader {
    /// The figures of a second that this evidence has columns for: fewer in evidence of an older twinsim.
    func recordedSecondQuantities() throws -> [SecondQuantity] {
        let columns = Set(try db.columns(in: "second").map(\.name))
        return SecondQuantity.allCases.filter { columns.contains($0.rawValue) }
    }

    /// Fills the readings of the tree as a whole: shared memory, and files on disks.
    func readWholes(into facts: inout EvidenceFacts) throws {
        let recorded = try recordedSecondQuantities()
        let wanted = SecondQuantity.addedInSchema4.filter(recorded.contains)
        guard !wanted.isEmpty else { return }
        try db.requireStrict("second")
        var series = [TimeSeries](repeating: .empty, count: wanted.count)
        let columns = wanted.map(\.rawValue).joined(separator: ", ")
        let cursor = try Row.fetchCursor(db, sql: "SELECT t_ms, \(columns) FROM second ORDER BY t_ms")
        while let row = try cursor.next() {
            let time = Double(try row.integer(at: 0)) / 1000
            for (index, quantity) in wanted.enumerated() {
                guard let value = row.optionalInteger(at: index + 1) else { continue }
                series[index].append(time, Double(value) * quantity.factor)
            }
        }
        for (index, quantity) in wanted.enumerated() where !series[index].isEmpty {
            facts.wholes[quantity] = series[index]
        }
    }

    /// Fills what the report says of Java virtual machines beside their heap: what is taken for it, and collections.
    func readJava(of tree: TreeReading, into facts: inout EvidenceFacts) throws {
        let machines = tree.processes(thatGive: [.javaCommittedKibibytes])
        for quantity in [SampledQuantity.javaCommittedKibibytes, .javaYoungCollections, .javaWholeCollections]
        where !machines.isEmpty {
            facts.sums[quantity] = try sum([quantity], over: machines)
        }
    }

    /// The tree's memory, MB, where every process gave its own: private, swapped and shared, as the channel has it.
    func forEachMemory(_ body: (Double, Double) throws -> Void) throws {
        let hasShared = try recordedSecondQuantities().contains(.sharedKibibytes)
        let shared = hasShared ? "COALESCE(MAX(second.shared_kib), 0)" : "0"
        let sql = """
            SELECT sample.t_ms AS t_ms, SUM(anon_kib) AS own, COALESCE(SUM(swap_kib), 0) AS swapped,
            \(shared) AS shared FROM sample LEFT JOIN second ON second.t_ms = sample.t_ms
            GROUP BY sample.t_ms HAVING COUNT(anon_kib) = COUNT(*) ORDER BY sample.t_ms
            """
        let cursor = try Row.fetchCursor(db, sql: sql)
        while let row = try cursor.next() {
            // Added up as the facts are, so that both come to the same last digit.
            var megabytes = Double(try row.integer("own")) * SampledQuantity.anonymousKibibytes.factor
            megabytes += Double(try row.integer("swapped")) * SampledQuantity.swapKibibytes.factor
            megabytes += Double(try row.integer("shared")) * SecondQuantity.sharedKibibytes.factor
            try body(try row.seconds("t_ms"), megabytes)
        }
    }
}
