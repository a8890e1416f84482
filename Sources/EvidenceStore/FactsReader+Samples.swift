import Evidence
import GRDB

extension FactsReader {
    /// Readings whose sums over the tree reports show beside the channels.
    private static let shownSums: [SampledQuantity] = [
        .residentKibibytes, .nativeBytes, .anonymousKibibytes, .swapKibibytes,
    ]

    /// The readings that are summed over every process of the tree.
    private static let summed: [SampledQuantity] = {
        var all = shownSums + [.javaCommittedKibibytes]
        for channel in Channel.allCases { all += channel.row.total.quantities }
        return SampledQuantity.allCases.filter(all.contains)
    }()

    /// Fills the series that are sums over the client's process tree, and the processes.
    func readTree(into facts: inout EvidenceFacts) throws {
        try readWholes(into: &facts)
        let recorded = try recordedQuantities()
        let isPooled = recorded.contains(.processesPooled)
        let tree = try TreeReading(db, quantities: Self.summed.filter(recorded.contains), isPooled: isPooled)
        for channel in Channel.allCases {
            switch channel.row.total {
            case .everyProcess(let quantities): facts[channel] = tree.sum(quantities)
            case .processesBesidesTheFirst: facts[channel] = tree.children
            case .withShared(let each, let also, let once):
                facts[channel] = also.reduce(tree.sum(each)) { $0.adding(whereKnown: tree.sum([$1])) }
                    .adding(whereKnown: facts.whole(once))
            case .wholeTree(let quantity): facts[channel] = facts.whole(quantity)
            case .thoseThatGive(let quantities):
                guard Set(quantities).isSubset(of: recorded) else { continue }
                facts[channel] = try sum(quantities, over: tree.processes(thatGive: quantities))
            case .thoseConcerned(let quantities):
                let concerned = try processes(concernedBy: quantities, in: tree)
                facts[channel] =
                    concerned.count == tree.processes.count
                    ? tree.sum(quantities) : try sum(quantities, over: concerned)
            }
        }
        for quantity in Self.shownSums { facts.sums[quantity] = tree.sum([quantity]) }
        for state in SampledQuantity.socketStates {
            let series = tree.sum([state])
            if series.values.contains(where: { $0 != 0 }) { facts.sums[state] = series }
        }
        try readJava(of: tree, into: &facts)
        if recorded.contains(.nodeOldKibibytes) { try readNode(of: tree, into: &facts) }
        facts.processes = try processes(sampled: tree.processes, pooled: isPooled ? try pooledProcesses() : 0)
        facts.pythonCollectors = try collectorCounts()
    }

    /// The database's numbers of the processes that gave the readings, or could not for another reason than what they
    /// execute.
    private func processes(concernedBy quantities: [SampledQuantity], in tree: TreeReading) throws -> [Int64] {
        var concerned = Set(tree.processes(thatGive: quantities))
        // Beside MAX, SQLite gives the other columns of the row that has it.
        let newest = """
            SELECT process, reason, MAX(rowid) FROM unavailable WHERE quantity = ? GROUP BY process
            """
        for quantity in quantities {
            for row in try Row.fetchAll(db, sql: newest, arguments: [quantity.rawValue]) {
                guard let reason = try row.optionalText("reason"), !ForeignRuntime.reasons.contains(reason) else {
                    continue
                }
                concerned.insert(try row.integer("process"))
            }
        }
        return tree.processes.map(\.id).filter(concerned.contains)
    }

    /// How many processes have shared a row, over all sessions; each session's count begins at 0.
    private func pooledProcesses() throws -> Int64 {
        let sessions = try sessions()
        var total: Int64 = 0
        for (index, session) in sessions.enumerated() {
            let end = index + 1 < sessions.count ? milliseconds(sessions[index + 1].timeSeconds) : .max
            let most = try Int64.fetchOne(
                db,
                sql: """
                    SELECT MAX(processes_pooled) FROM sample WHERE t_ms >= ? AND t_ms < ?
                    AND process = (SELECT id FROM process WHERE pid = 0)
                    """, arguments: [milliseconds(session.timeSeconds), end])
            total += most ?? 0
        }
        return total
    }

    /// The processes, in the order in which they were first seen, with what the samples say of each.
    private func processes(sampled: [TreeReading.Process], pooled: Int64) throws -> [ProcessHistory] {
        let sampled = Dictionary(sampled.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        var newest: [Int64: WriterState.Description] = [:]
        for row in try Row.fetchAll(db, sql: "SELECT process, parent, command FROM process_description ORDER BY rowid")
        {
            newest[try row.integer("process")] = WriterState.Description(
                parent: Int32(truncatingIfNeeded: try row.integer("parent")), command: try row.text("command"))
        }
        let sql = """
            SELECT p.id, p.pid, p.start_ticks, p.t_ms, e.process AS ended, e.exit_status, e.signal
            FROM process p LEFT JOIN process_end e ON e.process = p.id ORDER BY p.id
            """
        return try rows(sql) { row in
            let id = try row.integer("id")
            let key = try row.processKey()
            let own = sampled[id]
            let noted = try row.integer("t_ms")
            let isEnded = try row.optionalInteger("ended") != nil
            return ProcessHistory(
                process: key, parent: newest[id]?.parent ?? 0, command: newest[id]?.command ?? "",
                tier: Int(own?.tier ?? 0), firstSeenSeconds: Double(own?.firstMilliseconds ?? noted) / 1000,
                lastSeenSeconds: Double(own?.lastMilliseconds ?? noted) / 1000,
                end: isEnded
                    ? ProcessEnd(
                        process: key, exitStatus: try row.optionalInteger32("exit_status"),
                        signal: try row.optionalInteger32("signal")) : nil,
                memory: own?.memory ?? .empty, peakDescriptors: own?.descriptors, peakThreads: own?.threads,
                processorSeconds: own?.processorMilliseconds.map { Double($0) / 1000 },
                pool: own?.mostPooled.map { .init(total: pooled, mostAtOnce: $0) })
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
