import Evidence
import GRDB
import Text

/// Reads the small tables: what a run set out to do, and what happened.
struct FactsReader {
    /// The database, inside a transaction.
    let db: Database

    /// Everything that was recorded.
    func facts() throws -> EvidenceFacts {
        var facts = EvidenceFacts(run: try run())
        facts.sessions = try sessions()
        facts.finish = try finish()
        facts.durationSeconds = try duration()
        try readTree(into: &facts)
        facts.unavailable = try unavailable(until: facts.durationSeconds)
        facts.server = try server(sessions: facts.sessions)
        facts.tagGaps = try tagGaps()
        facts.tagSilences = try tagSilences()
        facts.plantStates = try plantStates()
        facts.events = try events()
        facts.storms = try storms()
        facts.reconnects = try reconnects()
        facts.gaps = try gaps()
        return facts
    }

    /// The sessions, in order.
    func sessions() throws -> [SessionRecord] {
        try rows("SELECT * FROM session ORDER BY number") { row in
            SessionRecord(
                number: Int(try row.integer("number")), startedAt: try row.text("started_at"),
                timeSeconds: try row.seconds("t_ms"))
        }
    }

    /// What happened, in order of time.
    func events() throws -> [EvidenceEvent] {
        try rows("SELECT * FROM event ORDER BY t_ms, rowid", event)
    }

    /// The storms, in order of time.
    func storms() throws -> [StormRecord] {
        try rows("SELECT * FROM storm ORDER BY t_ms, number") { row in
            let close = try row.text("close")
            guard let kind = StormRecord.Close(rawValue: close) else {
                throw UnexpectedContent(description: "a storm closes connections by \"\(close)\"")
            }
            return StormRecord(
                number: Int(try row.integer("number")), timeSeconds: try row.seconds("t_ms"), close: kind,
                connectionsClosed: Int(try row.integer("connections")))
        }
    }

    /// The reconnects after storms, in order of time.
    func reconnects() throws -> [ReconnectRecord] {
        try rows("SELECT * FROM reconnect ORDER BY t_ms, rowid") { row in
            ReconnectRecord(
                storm: Int(try row.integer("storm")), timeSeconds: try row.seconds("t_ms"),
                delaySeconds: try row.seconds("delay_ms"))
        }
    }

    /// The stretches without samples.
    func gaps() throws -> [SamplingGap] {
        try rows("SELECT * FROM gap ORDER BY from_ms") { row in
            SamplingGap(
                fromSeconds: try row.seconds("from_ms"), toSeconds: try row.seconds("to_ms"),
                reason: try row.text("reason"))
        }
    }

    /// What the run set out to do.
    func run() throws -> RunRecord {
        guard let row = try Row.fetchOne(db, sql: "SELECT * FROM run") else {
            throw UnexpectedContent(description: "it says of no run")
        }
        guard let seed = UInt64(try row.text("seed")) else { throw UnexpectedContent(description: "seed is no number") }
        return RunRecord(
            uuid: try row.text("uuid"), startedAt: try row.text("started_at"),
            programVersion: try row.text("program_version"),
            host: HostDescription(
                operatingSystem: try row.text("host_os"), kernel: try row.text("host_kernel"),
                processors: Int(try row.integer("host_processors")),
                memoryBytes: try row.integer("host_memory_bytes")),
            scenario: try row.text("scenario"), seed: seed, plannedSeconds: try row.number("planned_s"),
            intervalSeconds: try row.number("interval_s"),
            clientArguments: try rows("SELECT value FROM client_argument ORDER BY position") { try $0.text("value") },
            note: try row.text("note"), faultPlanName: try row.optionalText("fault_plan_name"),
            faultPlanText: try row.optionalText("fault_plan_text"),
            definitionOfCorrect: try rows("SELECT sentence FROM correctness ORDER BY position") {
                try $0.text("sentence")
            }, criteriaText: try row.optionalText("criteria_text"),
            // Schema 1 had no such column, and no silences either.
            silenceSeconds: row.hasColumn("silence_s") ? try row.optionalNumber("silence_s") : nil,
            // Nor had schema 2 this one; its runs lasted as long as they were planned.
            stopsOnLeak: row.hasColumn("stop_on") ? try row.optionalText("stop_on") == "leak" : false,
            // Nor schema 4 this one; its runs failed on a doubt.
            failsOnDoubt: row.hasColumn("fail_on") ? try row.optionalText("fail_on") != "leak" : true)
    }

    /// How the newest session ended, if it did.
    func finish() throws -> FinishRecord? {
        let sql = "SELECT * FROM finish WHERE session = (SELECT MAX(number) FROM session)"
        guard let row = try Row.fetchOne(db, sql: sql) else { return nil }
        let status = try row.optionalInteger32("exit_status")
        let signal = try row.optionalInteger32("signal")
        let reason: FinishRecord.Reason
        switch try row.text("reason") {
        case "completed": reason = .completed
        case "client_ended_early":
            reason = .clientEndedEarly(signal.map { .signalled($0) } ?? status.map { .exited($0) } ?? .unknown)
        case "stopped_early":
            let name = try row.optionalText("sentence") ?? ""
            guard let channel = Channel(rawValue: name) else {
                throw UnexpectedContent(description: "the run was stopped for a leak of \"\(name)\"")
            }
            reason = .certainLeak(channel)
        case "interrupted": reason = .interrupted(signal: signal ?? 2)
        case "internal_fault": reason = .internalFault(try row.optionalText("sentence") ?? "")
        case let other: throw UnexpectedContent(description: "the run ended by \"\(other)\"")
        }
        return FinishRecord(
            endedAt: try row.text("ended_at"), timeSeconds: try row.seconds("t_ms"), reason: reason)
    }

    /// The newest recorded moment, s.
    func duration() throws -> Double {
        let newest = try Int64.fetchOne(
            db,
            sql: """
                SELECT MAX(t_ms) FROM (SELECT MAX(t_ms) AS t_ms FROM sample UNION ALL SELECT MAX(t_ms) FROM second
                UNION ALL SELECT MAX(t_ms) FROM session UNION ALL SELECT MAX(t_ms) FROM finish)
                """)
        return Double(newest ?? 0) / 1000
    }

    // Only what changed is written, so each tag's newest row may be of another moment; the first moment has all tags.
    private func tagGaps() throws -> [TagGap] {
        let count =
            try Int.fetchOne(db, sql: "SELECT COUNT(*) FROM tag_gap WHERE t_ms = (SELECT MIN(t_ms) FROM tag_gap)") ?? 0
        var newest: [Int64: TagGap] = [:]
        let cursor = try Row.fetchCursor(db, sql: "SELECT * FROM tag_gap ORDER BY t_ms DESC")
        while newest.count < count, let row = try cursor.next() {
            let position = try row.integer("position")
            if newest[position] == nil { newest[position] = try tagGap(row) }
        }
        return newest.sorted { $0.key < $1.key }.map(\.value)
    }

    private func tagGap(_ row: Row) throws -> TagGap {
        TagGap(
            tag: try row.text("tag"), reads: try row.integer("reads"),
            longestGapSeconds: try row.optionalSeconds("longest_gap_ms"),
            longestGapStartSeconds: try row.optionalSeconds("longest_gap_start_ms"),
            lastReadSeconds: try row.optionalSeconds("last_read_ms"))
    }

    private func tagSilences() throws -> [TagSilence] {
        guard try db.tableExists("tag_silence") else { return [] }
        return try rows("SELECT * FROM tag_silence ORDER BY rowid") { row in
            TagSilence(
                tag: try row.text("tag"), fromSeconds: try row.seconds("from_ms"), toSeconds: try row.seconds("to_ms"))
        }
    }

    // The particulars stay in the file for other programs; the report shows the summary.
    private func event(_ row: Row) throws -> EvidenceEvent {
        EvidenceEvent(
            timeSeconds: try row.seconds("t_ms"),
            // A kind that a later twinsim of the same schema added is shown as a note.
            kind: EvidenceEvent.Kind(rawValue: try row.text("kind")) ?? .note, subject: try row.text("subject"),
            summary: try row.text("summary"), detail: try JSONValue(parsing: row.text("detail")) ?? .object([]))
    }

    /// The plant at storms and faults, in order of time.
    func plantStates() throws -> [PlantState] {
        var states: [PlantState] = []
        for row in try Row.fetchAll(db, sql: "SELECT * FROM plant_state ORDER BY rowid") {
            let time = try row.seconds("t_ms")
            let occasion = try row.text("occasion")
            let tag = PlantState.Tag(try row.text("tag"), try row.number("value"))
            if states.last?.timeSeconds == time, states.last?.occasion == occasion {
                states[states.count - 1].tags.append(tag)
            } else {
                states.append(PlantState(timeSeconds: time, occasion: occasion, tags: [tag]))
            }
        }
        return states
    }

    /// The rows of `sql`, each turned into a value.
    func rows<Value>(_ sql: String, _ make: (Row) throws -> Value) throws -> [Value] {
        try Row.fetchAll(db, sql: sql).map(make)
    }
}
