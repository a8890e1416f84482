import Evidence
import EvidenceAnalysis
import GRDB

extension FactsReader {
    /// Every second's figures, in order of time.
    func forEachSecond(_ body: (Double, [SecondQuantity: Int64]) throws -> Void) throws {
        try db.requireStrict("second")
        let quantities = try recordedSecondQuantities()
        let columns = quantities.map(\.rawValue).joined(separator: ", ")
        let cursor = try Row.fetchCursor(db, sql: "SELECT t_ms, \(columns) FROM second ORDER BY t_ms")
        while let row = try cursor.next() {
            var values: [SecondQuantity: Int64] = [:]
            for (index, quantity) in quantities.enumerated() {
                values[quantity] = row.optionalInteger(at: index + 1)
            }
            try body(Double(try row.integer(at: 0)) / 1000, values)
        }
    }

    /// What the server and the scan did, with the counters of all sessions added up.
    ///
    /// Only what the report shows over time is read second by second; of the rest the newest values say all.
    func server(sessions: [SessionRecord]) throws -> ServerFacts {
        try db.requireStrict("second")
        var facts = ServerFacts()
        var counters = SessionCounters(sessions: sessions)
        var previous: (time: Double, requests: Int64, replies: Int64?)?
        var passes = (count: 0, sum: 0.0, longest: 0.0)
        let columns: [SecondQuantity] = [
            .requests, .openConnections, .ownAnonymousKibibytes, .ownDescriptors, .samplingMicroseconds, .replies,
        ]
        let sql = "SELECT t_ms, \(columns.map(\.rawValue).joined(separator: ", ")) FROM second ORDER BY t_ms"
        let cursor = try Row.fetchCursor(db, sql: sql)
        while let row = try cursor.next() {
            let time = Double(try row.integer(at: 0)) / 1000
            facts.openConnections.appendIfPresent(time, row.optionalInteger(at: 2))
            facts.ownMemory.appendIfPresent(time, row.optionalInteger(at: 3), times: 1024e-6)
            facts.ownDescriptors.appendIfPresent(time, row.optionalInteger(at: 4))
            if let microseconds = row.optionalInteger(at: 5) {
                let milliseconds = Double(microseconds) / 1000
                passes = (passes.count + 1, passes.sum + milliseconds, max(passes.longest, milliseconds))
            }
            var counts: [SecondQuantity: Int64] = [:]
            counts[.requests] = row.optionalInteger(at: 1)
            counts[.replies] = row.optionalInteger(at: 6)
            counters.add(counts, at: time)
            guard let requests = counters.total(.requests) else { continue }
            let replies = counters.total(.replies)
            if let before = previous, time > before.time, !counters.hasJustBegun {
                facts.requestsPerSecond.append(time, Double(requests - before.requests) / (time - before.time))
                if let replies, let earlier = before.replies {
                    facts.answersPerSecond.append(time, Double(replies - earlier) / (time - before.time))
                }
            }
            previous = (time, requests, replies)
        }
        facts.totals = try totals(sessions: sessions)
        if passes.count > 0 {
            facts.meanSamplingMilliseconds = passes.sum / Double(passes.count)
            facts.longestSamplingMilliseconds = passes.longest
        }
        facts.exceptionsByCode = try exceptions(sessions: sessions)
        return facts
    }

    /// Counters of all sessions added up, from the newest value of each quantity in each session.
    private func totals(sessions: [SessionRecord]) throws -> [SecondQuantity: Int64] {
        var counters = SessionCounters(sessions: sessions)
        let recorded = try recordedSecondQuantities()
        for index in 0..<max(1, sessions.count) {
            // What stands before the first session's beginning belongs to it all the same.
            let begin = index == 0 ? Int64.min : milliseconds(sessions[index].timeSeconds)
            let end = index + 1 < sessions.count ? milliseconds(sessions[index + 1].timeSeconds) : .max
            var newest: [SecondQuantity: Int64] = [:]
            for quantity in recorded {
                let name = quantity.rawValue
                let row = try Row.fetchOne(
                    db,
                    sql: """
                        SELECT \(name) FROM second WHERE t_ms >= ? AND t_ms < ? AND \(name) IS NOT NULL
                        ORDER BY t_ms DESC LIMIT 1
                        """, arguments: [begin, end])
                newest[quantity] = row?.optionalInteger(at: 0)
            }
            counters.add(newest, at: index == 0 ? 0 : sessions[index].timeSeconds)
        }
        return counters.totals
    }

    private func exceptions(sessions: [SessionRecord]) throws -> [Int: Int64] {
        // In each session the totals begin at 0 and only rise, so each session's last total counts.
        var byCode: [Int: Int64] = [:]
        for (index, session) in sessions.enumerated() {
            let end = index + 1 < sessions.count ? milliseconds(sessions[index + 1].timeSeconds) : .max
            let rows = try Row.fetchAll(
                db,
                sql: "SELECT code, MAX(total) AS total FROM exception_total WHERE t_ms >= ? AND t_ms < ? GROUP BY code",
                arguments: [milliseconds(session.timeSeconds), end])
            for row in rows { byCode[Int(try row.integer("code")), default: 0] += try row.integer("total") }
        }
        return byCode
    }

    /// How the run stands.
    func status() throws -> RunStatus.Recorded {
        let sessions = try sessions()
        let latest = try latest()
        var memory = TimeSeries.empty
        try forEachMemory { memory.append($0, $1) }
        var recorded = RunStatus.Recorded(
            run: try run(), sessions: sessions, finish: try finish(), latest: latest,
            earlier: try latest.flatMap { try earlierSecond(before: $0, since: sessions.last?.timeSeconds ?? 0) },
            memory: memory, storms: try storms(), gaps: try gaps())
        let events = try events()
        recorded.isTraced = events.contains { $0.kind == .traced }
        recorded.acceleration = Acceleration(recordedIn: events)
        return recorded
    }

    // The newest second that is a minute old, or the first one of the session: counters begin at 0 in each session.
    private func earlierSecond(before latest: EvidenceBatch, since begin: Double) throws -> EvidenceBatch? {
        let first = milliseconds(begin)
        let sql = """
            SELECT * FROM second WHERE t_ms >= ? AND t_ms < ? AND t_ms <= MAX(?, (SELECT MIN(t_ms) FROM second
            WHERE t_ms >= ?)) ORDER BY t_ms DESC LIMIT 1
            """
        let newest = milliseconds(latest.timeSeconds)
        guard let row = try Row.fetchOne(db, sql: sql, arguments: [first, newest, newest - 60_000, first]) else {
            return nil
        }
        var batch = EvidenceBatch(timeSeconds: try row.seconds("t_ms"))
        batch.second[.requests] = try row.optionalInteger(SecondQuantity.requests.rawValue)
        return batch
    }

    /// The newest second with the samples of the newest sample's time.
    func latest() throws -> EvidenceBatch? {
        let newest = try Int64.fetchOne(
            db,
            sql: """
                SELECT MAX(t_ms) FROM (SELECT MAX(t_ms) AS t_ms FROM sample UNION ALL SELECT MAX(t_ms) FROM second)
                """)
        guard let newest else { return nil }
        var batch = EvidenceBatch(timeSeconds: Double(newest) / 1000)
        if let row = try Row.fetchOne(
            db, sql: "SELECT * FROM second WHERE requests IS NOT NULL ORDER BY t_ms DESC LIMIT 1")
        {
            for quantity in try recordedSecondQuantities() {
                batch.second[quantity] = try row.optionalInteger(quantity.rawValue)
            }
        }
        let sql = """
            SELECT s.*, p.pid, p.start_ticks, (SELECT parent FROM process_description d WHERE d.process = p.id
            ORDER BY d.rowid DESC LIMIT 1) AS parent, (SELECT command FROM process_description d
            WHERE d.process = p.id ORDER BY d.rowid DESC LIMIT 1) AS command
            FROM sample s JOIN process p ON p.id = s.process
            WHERE s.t_ms = (SELECT MAX(t_ms) FROM sample) ORDER BY s.process
            """
        let recorded = try recordedQuantities()
        batch.samples = try rows(sql) { row in
            var sample = SampleRecord(
                process: try row.processKey(), parent: try row.optionalInteger32("parent") ?? 0,
                command: try row.optionalText("command") ?? "", tier: Int(try row.integer("tier")), readings: [:])
            for quantity in recorded {
                if let value = try row.optionalInteger(quantity.rawValue) { sample.readings[quantity] = .value(value) }
            }
            return sample
        }
        return batch
    }
}

extension TimeSeries {
    fileprivate mutating func appendIfPresent(_ time: Double, _ value: Int64?, times factor: Double = 1) {
        if let value { append(time, Double(value) * factor) }
    }
}
