import Evidence
import GRDB

/// Turns a batch into rows, inside the transaction of the caller.
struct RowWriter {
    /// What is known to be written, the rows of this transaction included.
    var state: WriterState
    /// The limits in force.
    let limits: EvidenceLimits
    /// The folder, for errors.
    let path: String

    /// Between two rows of a tag that is read all the time; its first read is written at once.
    private static let tagGapMilliseconds: Int64 = 600_000

    private static let sampleSQL = insertion(
        "sample", ["t_ms", "process", "tier"] + SampledQuantity.allCases.map(\.rawValue))
    private static let secondSQL = insertion("second", ["t_ms"] + SecondQuantity.allCases.map(\.rawValue))

    /// Adds all rows of `batch`.
    mutating func insert(_ batch: EvidenceBatch, into db: Database) throws {
        let now = max(milliseconds(batch.timeSeconds), state.lastMilliseconds + 1)
        state.lastMilliseconds = now
        for sample in batch.samples { try insert(sample, at: now, into: db) }
        if !batch.second.isEmpty {
            let values = SecondQuantity.allCases.map { batch.second[$0] }
            try run(Self.secondSQL, [now] + values, db)
        }
        for (code, total) in batch.exceptionTotals.sorted(by: { $0.key < $1.key })
        where state.exceptionTotals[code] != total {
            try run("INSERT INTO exception_total VALUES (?,?,?)", [now, code, total], db)
            state.exceptionTotals[code] = total
        }
        for end in batch.ends {
            guard let process = state.processes[end.process], state.ended.insert(process).inserted else { continue }
            try run("INSERT INTO process_end VALUES (?,?,?,?)", [process, now, end.exitStatus, end.signal], db)
            state.unavailable[process] = nil
            state.descriptions[process] = nil
        }
        for (position, gap) in batch.tagGaps.enumerated() { try note(gap, at: position, now, db) }
        for silence in batch.tagSilences {
            try run(
                "INSERT INTO tag_silence VALUES (?,?,?)",
                [silence.tag, milliseconds(silence.fromSeconds), milliseconds(silence.toSeconds)], db)
        }
        for plant in batch.plantStates {
            // SQLite keeps no "not a number"; a tag without a number is left out.
            for tag in plant.tags where !tag.value.isNaN {
                try run(
                    "INSERT INTO plant_state VALUES (?,?,?,?)",
                    [milliseconds(plant.timeSeconds), plant.occasion, tag.name, tag.value], db)
            }
        }
        for event in batch.events {
            try run(
                "INSERT INTO event VALUES (?,?,?,?,?)",
                [
                    milliseconds(event.timeSeconds), event.kind.rawValue, shortened(event.subject),
                    shortened(event.summary), event.detail.compact,
                ], db)
        }
        for storm in batch.storms {
            try run(
                "INSERT INTO storm VALUES (?,?,?,?)",
                [storm.number, milliseconds(storm.timeSeconds), storm.close.rawValue, storm.connectionsClosed], db)
        }
        for reconnect in batch.reconnects {
            try run(
                "INSERT INTO reconnect VALUES (?,?,?)",
                [reconnect.storm, milliseconds(reconnect.timeSeconds), milliseconds(reconnect.delaySeconds)], db)
        }
        for gap in batch.gaps {
            try run(
                "INSERT INTO gap VALUES (?,?,?)",
                [milliseconds(gap.fromSeconds), milliseconds(gap.toSeconds), gap.reason], db)
        }
    }

    private mutating func insert(_ sample: SampleRecord, at now: Int64, into db: Database) throws {
        let process = try number(of: sample, at: now, db)
        var values: [(any DatabaseValueConvertible)?] = [now, process, sample.tier]
        for quantity in SampledQuantity.allCases {
            let reading = sample.readings[quantity] ?? .notDue
            values.append(reading.value)
            try note(reading, of: quantity, process: process, at: now, db)
        }
        try run(Self.sampleSQL, values, db)
    }

    // One row when a quantity becomes unavailable, or unavailable for another reason, and one when it is back.
    private mutating func note(
        _ reading: Reading<Int64>, of quantity: SampledQuantity, process: Int64, at now: Int64, _ db: Database
    ) throws {
        let before = state.unavailable[process]?[quantity]
        let after: String?
        switch reading {
        case .notDue: return
        case .value: after = nil
        case .unavailable(let reason): after = shortened(reason)
        }
        guard before != after else { return }
        try run("INSERT INTO unavailable VALUES (?,?,?,?)", [now, process, quantity.rawValue, after], db)
        state.unavailable[process, default: [:]][quantity] = after
    }

    // A scenario may have hundreds of tags: written each minute they would take more room than all samples together.
    private mutating func note(_ gap: TagGap, at position: Int, _ now: Int64, _ db: Database) throws {
        if let written = state.tagGaps[position] {
            guard written.row != gap else { return }
            let isFirstRead = written.row.reads == 0
            guard isFirstRead || now - written.milliseconds >= Self.tagGapMilliseconds else {
                state.waitingTagGaps[position] = (gap, now)
                return
            }
        }
        try write(gap, at: position, now, db)
    }

    private mutating func write(_ gap: TagGap, at position: Int, _ now: Int64, _ db: Database) throws {
        try run(
            "INSERT INTO tag_gap VALUES (?,?,?,?,?,?,?)",
            [
                now, position, gap.tag, gap.reads, gap.longestGapSeconds.map(milliseconds),
                gap.longestGapStartSeconds.map(milliseconds), gap.lastReadSeconds.map(milliseconds),
            ], db)
        state.tagGaps[position] = (gap, now)
        state.waitingTagGaps[position] = nil
    }

    private mutating func number(of sample: SampleRecord, at now: Int64, _ db: Database) throws -> Int64 {
        let process: Int64
        if let known = state.processes[sample.process] {
            process = known
        } else {
            guard state.processes.count < limits.processes else {
                throw StoreError.limitReached(
                    path: path, limit: "the client had \(limits.processes) processes, which is as many as are kept")
            }
            process = Int64(state.processes.count + 1)
            try run(
                "INSERT INTO process VALUES (?,?,?,?)",
                [process, sample.process.pid, Int64(bitPattern: sample.process.startTicks), now], db)
            state.processes[sample.process] = process
        }
        let description = WriterState.Description(parent: sample.parent, command: shortened(sample.command))
        if state.descriptions[process] != description {
            try run(
                "INSERT INTO process_description VALUES (?,?,?,?)",
                [now, process, description.parent, description.command], db)
            state.descriptions[process] = description
        }
        return process
    }

    /// Adds the end of the session, and what was held back of the tags until then.
    mutating func insert(_ finish: FinishRecord, into db: Database) throws {
        for (position, waiting) in state.waitingTagGaps {
            try write(waiting.row, at: position, waiting.milliseconds, db)
        }
        let now = max(milliseconds(finish.timeSeconds), state.lastMilliseconds)
        state.lastMilliseconds = now
        var row: [(any DatabaseValueConvertible)?] = [state.session, finish.endedAt, now]
        switch finish.reason {
        case .completed: row += ["completed", nil, nil, nil]
        case .clientEndedEarly(.exited(let status)): row += ["client_ended_early", status, nil, nil]
        case .clientEndedEarly(.signalled(let signal)): row += ["client_ended_early", nil, signal, nil]
        case .clientEndedEarly(.unknown): row += ["client_ended_early", nil, nil, nil]
        case .certainLeak(let channel): row += ["stopped_early", nil, nil, channel.rawValue]
        case .interrupted(let signal): row += ["interrupted", nil, signal, nil]
        case .internalFault(let sentence): row += ["internal_fault", nil, nil, sentence]
        }
        try run("INSERT INTO finish VALUES (?,?,?,?,?,?,?)", row, db)
    }

    /// Adds a session.
    static func insert(_ session: SessionRecord, into db: Database) throws {
        try run(
            "INSERT INTO session VALUES (?,?,?)",
            [session.number, session.startedAt, milliseconds(session.timeSeconds)], db)
    }

    /// Adds the run itself.
    static func insert(_ run: RunRecord, into db: Database) throws {
        try self.run(
            "INSERT INTO run VALUES (1,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
            [
                run.uuid, run.startedAt, run.programVersion, run.host.operatingSystem, run.host.kernel,
                run.host.processors, run.host.memoryBytes, run.scenario, String(run.seed), run.plannedSeconds,
                run.intervalSeconds, run.note, run.faultPlanName, run.faultPlanText, run.criteriaText,
                run.silenceSeconds, run.stopsOnLeak ? "leak" : "never", run.failsOnDoubt ? "doubt" : "leak",
            ], db)
        for (position, argument) in run.clientArguments.enumerated() {
            try self.run("INSERT INTO client_argument VALUES (?,?)", [position, argument], db)
        }
        for (position, sentence) in run.definitionOfCorrect.enumerated() {
            try self.run("INSERT INTO correctness VALUES (?,?)", [position, sentence], db)
        }
    }

    // SQLite ends a text at its first NUL, so a NUL from the client is shown as its picture.
    private func shortened(_ clientText: String) -> String {
        let text =
            clientText.utf8.contains(0)
            ? String(clientText.split(separator: "\0", omittingEmptySubsequences: false).joined(separator: "␀"))
            : clientText
        guard text.utf8.count > limits.clientTextBytes else { return text }
        var kept = ""
        for character in text {
            guard kept.utf8.count + character.utf8.count + 3 <= limits.clientTextBytes else { break }
            kept.append(character)
        }
        return kept + "…"
    }

    private static func insertion(_ table: String, _ columns: [String]) -> String {
        let marks = Array(repeating: "?", count: columns.count).joined(separator: ",")
        return "INSERT INTO \(table) (\(columns.joined(separator: ","))) VALUES (\(marks))"
    }

    private func run(_ sql: String, _ values: [(any DatabaseValueConvertible)?], _ db: Database) throws {
        try Self.run(sql, values, db)
    }

    private static func run(_ sql: String, _ values: [(any DatabaseValueConvertible)?], _ db: Database) throws {
        try db.cachedStatement(sql: sql).execute(arguments: StatementArguments(values))
    }
}
