import Evidence
import GRDB

extension WriterState {
    /// What a writer must remember to go on with the run in `db`; the counters of the server begin anew.
    static func restored(from db: Database) throws -> WriterState {
        var state = WriterState()
        state.session = try Int.fetchOne(db, sql: "SELECT MAX(number) FROM session") ?? 1
        state.lastMilliseconds =
            try Int64.fetchOne(
                db,
                sql: """
                    SELECT MAX(t_ms) FROM (SELECT MAX(t_ms) AS t_ms FROM sample UNION ALL
                    SELECT MAX(t_ms) FROM second UNION ALL SELECT MAX(t_ms) FROM session UNION ALL
                    SELECT MAX(t_ms) FROM finish UNION ALL SELECT MAX(t_ms) FROM tag_gap)
                    """) ?? -1
        for row in try Row.fetchAll(db, sql: "SELECT id, pid, start_ticks FROM process") {
            state.processes[try row.processKey()] = try row.integer("id")
        }
        let descriptions = try Row.fetchAll(
            db, sql: "SELECT process, parent, command FROM process_description ORDER BY rowid")
        for row in descriptions {
            state.descriptions[try row.integer("process")] = Description(
                parent: Int32(truncatingIfNeeded: try row.integer("parent")), command: try row.text("command"))
        }
        for row in try Row.fetchAll(db, sql: "SELECT process, quantity, reason FROM unavailable ORDER BY rowid") {
            guard let quantity = SampledQuantity(rawValue: try row.text("quantity")) else { continue }
            state.unavailable[try row.integer("process"), default: [:]][quantity] = try row.optionalText("reason")
        }
        for row in try Row.fetchAll(db, sql: "SELECT process FROM process_end") {
            let process = try row.integer("process")
            state.ended.insert(process)
            state.descriptions[process] = nil
            state.unavailable[process] = nil
        }
        return state
    }
}
