import EvidenceReport
import GRDB

/// Megabytes (10⁶ bytes) in a kibibyte.
private let megabytesPerKibibyte = 1024.0 / 1_000_000

extension FactsReader {
    /// Fills the series that are sums over the client's process tree.
    ///
    /// A sample counts only where every process of the tree gave the reading: a sum over a part would look like
    /// memory given back.
    func readTree(into facts: inout EvidenceFacts) throws {
        let states = SampledQuantity.socketStates
        let allSockets = states.map(\.rawValue).joined(separator: "+")
        let expressions =
            ["anon_kib", "rss_kib", "descriptors", allSockets, "threads", "native_blocks", "native_bytes"]
            + ["python_blocks"] + states.map(\.rawValue)
        let columns = expressions.map { "CASE WHEN COUNT(\($0)) = COUNT(*) THEN SUM(\($0)) END" }
        let sql = "SELECT t_ms, COUNT(*), \(columns.joined(separator: ", ")) FROM sample GROUP BY t_ms ORDER BY t_ms"
        var sums = [TimeSeries](repeating: .empty, count: expressions.count)
        var children = TimeSeries.empty
        let cursor = try Row.fetchCursor(db, sql: sql)
        while let row = try cursor.next() {
            guard let ms = Int64.fromDatabaseValue(row[0]), let processes = Int64.fromDatabaseValue(row[1]) else {
                throw UnexpectedContent(description: "a sample has no time")
            }
            let time = Double(ms) / 1000
            children.append(time, Double(max(0, processes - 1)))
            for index in expressions.indices {
                if let value = Double.fromDatabaseValue(row[index + 2]) { sums[index].append(time, value) }
            }
        }
        facts.memory = sums[0].scaled(by: megabytesPerKibibyte)
        facts.residentMemory = sums[1].scaled(by: megabytesPerKibibyte)
        facts.descriptors = sums[2]
        facts.sockets = sums[3]
        facts.threads = sums[4]
        facts.nativeBlocks = sums[5]
        facts.nativeMegabytes = sums[6].scaled(by: 1e-6)
        facts.pythonBlocks = sums[7]
        facts.children = children
        try readNode(into: &facts)
        for (index, state) in states.enumerated() {
            let series = sums[8 + index]
            if series.values.contains(where: { $0 != 0 }) { facts.socketStates[state] = series }
        }
    }

    /// The processes, in the order in which they were first seen.
    func processes() throws -> [ProcessHistory] {
        var memory: [Int64: TimeSeries] = [:]
        let cursor = try Row.fetchCursor(
            db, sql: "SELECT t_ms, process, anon_kib FROM sample WHERE anon_kib IS NOT NULL ORDER BY t_ms, process")
        while let row = try cursor.next() {
            guard let ms = Int64.fromDatabaseValue(row[0]), let process = Int64.fromDatabaseValue(row[1]),
                let kibibytes = Double.fromDatabaseValue(row[2])
            else { throw UnexpectedContent(description: "a sample is no number") }
            memory[process, default: .empty].append(Double(ms) / 1000, kibibytes * megabytesPerKibibyte)
        }
        var newest: [Int64: WriterState.Description] = [:]
        for row in try Row.fetchAll(db, sql: "SELECT process, parent, command FROM process_description ORDER BY rowid")
        {
            newest[try row.integer("process")] = WriterState.Description(
                parent: Int32(truncatingIfNeeded: try row.integer("parent")), command: try row.text("command"))
        }
        let sql = """
            SELECT p.id, p.pid, p.start_ticks, MIN(s.t_ms) AS first_ms, MAX(s.t_ms) AS last_ms,
            IFNULL(MAX(s.tier), 0) AS tier, MAX(s.descriptors) AS descriptors, MAX(s.threads) AS threads,
            MAX(s.cpu_ms) AS cpu_ms, p.t_ms, e.process AS ended, e.exit_status, e.signal
            FROM process p LEFT JOIN sample s ON s.process = p.id LEFT JOIN process_end e ON e.process = p.id
            GROUP BY p.id ORDER BY p.id
            """
        return try rows(sql) { row in
            let id = try row.integer("id")
            let key = try row.processKey()
            let isEnded = try row.optionalInteger("ended") != nil
            return ProcessHistory(
                process: key, parent: newest[id]?.parent ?? 0, command: newest[id]?.command ?? "",
                tier: Int(try row.integer("tier")),
                firstSeenSeconds: try row.optionalSeconds("first_ms") ?? row.seconds("t_ms"),
                lastSeenSeconds: try row.optionalSeconds("last_ms") ?? row.seconds("t_ms"),
                end: isEnded
                    ? ProcessEnd(
                        process: key, exitStatus: try row.optionalInteger32("exit_status"),
                        signal: try row.optionalInteger32("signal")) : nil,
                memory: memory[id] ?? .empty, peakDescriptors: try row.optionalInteger("descriptors"),
                peakThreads: try row.optionalInteger("threads"), processorSeconds: try row.optionalSeconds("cpu_ms"))
        }
    }

    /// The stretches in which a reading could not be taken.
    func unavailable(until end: Double) throws -> [UnavailableReading] {
        var found: [UnavailableReading] = []
        var open: [ProcessKey: [SampledQuantity: Int]] = [:]
        let sql = """
            SELECT u.t_ms, p.pid, p.start_ticks, u.quantity, u.reason
            FROM unavailable u JOIN process p ON p.id = u.process ORDER BY u.rowid
            """
        for row in try Row.fetchAll(db, sql: sql) {
            guard let quantity = SampledQuantity(rawValue: try row.text("quantity")) else { continue }
            let key = try row.processKey()
            let time = try row.seconds("t_ms")
            if let index = open[key]?[quantity] { found[index].toSeconds = time }
            open[key]?[quantity] = nil
            if let reason = try row.optionalText("reason") {
                open[key, default: [:]][quantity] = found.count
                found.append(
                    UnavailableReading(
                        process: key, quantity: quantity, fromSeconds: time, toSeconds: nil, reason: reason))
            }
        }
        return found
    }

    /// The tree's private anonymous memory, MB, where every process gave it.
    func forEachMemory(_ body: (Double, Double) throws -> Void) throws {
        let sql = """
            SELECT t_ms, SUM(anon_kib) AS kib FROM sample
            GROUP BY t_ms HAVING COUNT(anon_kib) = COUNT(*) ORDER BY t_ms
            """
        let cursor = try Row.fetchCursor(db, sql: sql)
        while let row = try cursor.next() {
            try body(try row.seconds("t_ms"), Double(try row.integer("kib")) * megabytesPerKibibyte)
        }
    }

    /// Every sample in order of time, with the reasons of the readings that could not be taken.
    func forEachSample(_ body: (Double, SampleRecord) throws -> Void) throws {
        let recorded = try recordedQuantities()
        let columns = recorded.map { "s.\($0.rawValue)" }.joined(separator: ", ")
        let sql = """
            SELECT s.t_ms, p.pid, p.start_ticks, s.tier, s.process, \(columns)
            FROM sample s JOIN process p ON p.id = s.process ORDER BY s.t_ms, s.process
            """
        var descriptions = try descriptionChanges()
        var current: [Int64: WriterState.Description] = [:]
        var reasonChanges = try reasonChanges()
        var reasons: [Int64: [SampledQuantity: String]] = [:]
        let cursor = try Row.fetchCursor(db, sql: sql)
        while let row = try cursor.next() {
            let time = try row.integer("t_ms")
            while let change = descriptions.last, change.time <= time {
                current[change.process] = change.description
                descriptions.removeLast()
            }
            while let change = reasonChanges.last, change.time <= time {
                reasons[change.process, default: [:]][change.quantity] = change.reason
                reasonChanges.removeLast()
            }
            let process = try row.integer("process")
            let description = current[process]
            var sample = SampleRecord(
                process: try row.processKey(), parent: description?.parent ?? 0, command: description?.command ?? "",
                tier: Int(try row.integer("tier")), readings: [:])
            for quantity in recorded {
                if let value = try row.optionalInteger(quantity.rawValue) {
                    sample.readings[quantity] = .value(value)
                } else if let reason = reasons[process]?[quantity] {
                    sample.readings[quantity] = .unavailable(reason)
                }
            }
            try body(Double(time) / 1000, sample)
        }
    }

    // Newest first, so that the next one due is the last. A quantity of a later twinsim is passed over.
    private func reasonChanges() throws -> [(time: Int64, process: Int64, quantity: SampledQuantity, reason: String?)] {
        try rows("SELECT * FROM unavailable ORDER BY rowid DESC") { row in
            try SampledQuantity(rawValue: row.text("quantity")).map { quantity in
                (try row.integer("t_ms"), try row.integer("process"), quantity, try row.optionalText("reason"))
            }
        }.compactMap { $0 }
    }

    // Newest first, so that the next one due is the last.
    private func descriptionChanges() throws -> [(time: Int64, process: Int64, description: WriterState.Description)] {
        try rows("SELECT * FROM process_description ORDER BY rowid DESC") { row in
            (
                try row.integer("t_ms"), try row.integer("process"),
                WriterState.Description(
                    parent: Int32(truncatingIfNeeded: try row.integer("parent")), command: try row.text("command"))
            )
        }
    }
}
