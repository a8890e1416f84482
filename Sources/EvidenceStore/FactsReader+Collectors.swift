import Evidence
import GRDB

extension FactsReader {
    /// The counts of each Python interpreter's collector, in the order in which the processes were first seen; none in
    /// evidence that does not record them.
    func collectorCounts() throws -> [CollectorCounts] {
        let wanted: [SampledQuantity] = [.pythonGeneration0, .pythonGeneration2]
        guard Set(wanted).isSubset(of: try recordedQuantities()) else { return [] }
        let columns = wanted.map { "s.\($0.rawValue)" }.joined(separator: ", ")
        let sql = """
            SELECT s.t_ms, s.process, p.pid, p.start_ticks, \(columns) FROM sample s JOIN process p ON p.id = s.process
            WHERE s.\(SampledQuantity.pythonGeneration2.rawValue) IS NOT NULL ORDER BY s.process, s.t_ms
            """
        var found: [CollectorCounts] = []
        var newest: Int64?
        let cursor = try Row.fetchCursor(db, sql: sql)
        while let row = try cursor.next() {
            let process = try row.integer("process")
            if process != newest {
                newest = process
                found.append(CollectorCounts(process: try row.processKey()))
            }
            guard let youngest = try row.optionalInteger(SampledQuantity.pythonGeneration0.rawValue),
                let oldest = try row.optionalInteger(SampledQuantity.pythonGeneration2.rawValue)
            else { continue }
            let time = try row.seconds("t_ms")
            found[found.count - 1].youngest.append(time, Double(youngest))
            found[found.count - 1].oldest.append(time, Double(oldest))
        }
        return found
    }
}
