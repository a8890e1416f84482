import ArgumentParser
import EvidenceStore
import Text

/// `twinsim export`: what an evidence folder holds, as CSV.
struct Export: ParsableCommand {
    /// The tables that can be exported.
    enum What: String, CaseIterable, ExpressibleByArgument {
        case samples, seconds, events, storms, memory, plant
    }

    static let configuration = CommandConfiguration(
        abstract: "Write the samples or the events of an evidence folder as CSV.",
        discussion: """
            samples  every reading of every process; an empty cell was not taken, the last column says why
            seconds  the server, the scan and the harness itself; totals since the session began
            events   what happened
            storms   the storms and the reconnects after them
            plant    what the controller measured of the plant at storms and faults
            memory   time_s,value_mb,storm,segment: the series that the verdict is about, for twinsim analyze

            Times are seconds from the start of the run. Works while the soak goes on.

            Example: twinsim export evidence/demo --what memory --output memory.csv
            """)

    @Argument(help: ArgumentHelp("An evidence folder.", valueName: "DIR"))
    var folder: String

    @Option(help: ArgumentHelp("samples, seconds, events, storms, plant or memory.", valueName: "TABLE"))
    var what: What = .samples

    @Option(help: ArgumentHelp("Write to this file instead of standard output.", valueName: "FILE"))
    var output: String?

    @Flag(help: "With --output: print one JSON object that says what was written.")
    var json = false

    func validate() throws {
        guard output != nil || !json else { throw ValidationError("--json needs --output: the table itself is CSV.") }
    }

    func run() throws {
        // The evidence is opened first, so that a wrong folder leaves an older file as it is.
        let reader = try EvidenceReader(EvidenceFolder(folder))
        let file = try OutputFile.opening(output)
        let rows = try write(reader, to: file)
        try file.finish()
        guard let output else { return }
        if json {
            let object: JSONValue = [
                "what": .string(what.rawValue), "file": .string(output), "rows": .integer(Int64(rows)),
            ]
            Console.print(object.compact)
        } else {
            Console.print(
                "\(rows) \([.memory, .plant].contains(what) ? "rows of \(what.rawValue)" : what.rawValue) in \(output)")
        }
    }

    private func write(_ reader: EvidenceReader, to file: OutputFile) throws -> Int {
        var rows = 0
        func add(_ line: String) throws(OutputError) {
            try file.write(line)
            rows += 1
        }
        switch what {
        case .samples:
            try file.write(EvidenceTable.sampleHeading)
            try reader.forEachSample { try add(EvidenceTable.sample($0, $1)) }
        case .seconds:
            try file.write(EvidenceTable.secondHeading)
            try reader.forEachSecond { try add(EvidenceTable.second($0, $1)) }
        case .events:
            try file.write(EvidenceTable.eventHeading)
            for event in try reader.events() { try add(EvidenceTable.event(event)) }
        case .storms:
            try file.write(EvidenceTable.stormHeading)
            let (storms, reconnects) = try reader.storms()
            let delays = Dictionary(grouping: reconnects, by: \.storm).mapValues { $0.map(\.delaySeconds) }
            for storm in storms { try add(EvidenceTable.storm(storm, delays: delays[storm.number] ?? [])) }
        case .plant:
            try file.write(EvidenceTable.plantHeading)
            for state in try reader.plantStates() {
                for tag in state.tags { try add(EvidenceTable.plant(state, tag)) }
            }
        case .memory:
            try file.write(EvidenceTable.memoryHeading)
            // Only storms that closed a connection: the others met nobody, and the verdict does not count them.
            var storms = try reader.storms().storms.filter { $0.connectionsClosed > 0 }.map(\.timeSeconds)[...]
            let restarts = try reader.restartTimes()
            try reader.forEachMemory { time, megabytes in
                while let storm = storms.first, storm <= time {
                    try add(EvidenceTable.memoryStorm(storm))
                    storms.removeFirst()
                }
                try add(EvidenceTable.memory(time, megabytes: megabytes, life: 1 + restarts.count { $0 <= time }))
            }
            for storm in storms { try add(EvidenceTable.memoryStorm(storm)) }
        }
        return rows
    }
}
