import Evidence
import EvidenceAnalysis
import EvidenceReport
import LeakAnalysis
import Testing

@Suite("Where a Python client grows", .timeLimit(.minutes(5)))
struct WhereItGrowsTests {
    /// A snapshot's file with one line that grew by `bytes` over `seconds`.
    static func text(
        pid: Int = 7, number: Int = 9, seconds: Double = 3600, file: String = "logger.py", bytes: Int,
        more: String = "",
        baseline: Double = 0
    ) -> String {
        """
        {"kind": "snapshot", "format": 1, "pid": \(pid), "number": \(number), "baseline_number": 0, \
        "occasion": "end", "baseline_monotonic_seconds": \(baseline), "since_baseline_seconds": \(seconds)}
        {"kind": "line", "file": "\(file)", "line": 42, "size": \(bytes + 100), "size_diff": \(bytes), \
        "count": 200, "count_diff": 100, "average": 1.5, "traceback": [["\(file)", 42], ["main.py", 3]]}
        \(more)
        """
    }

    static func snapshot(
        pid: Int = 7, number: Int = 9, seconds: Double = 3600, bytes: Int, more: String = "", baseline: Double = 0
    ) throws -> TraceSnapshot {
        try #require(
            TraceSnapshot(
                parsing: text(
                    pid: pid, number: number, seconds: seconds, bytes: bytes, more: more, baseline: baseline)))
    }

    @Test("A line's growth is scaled to an hour: workers side by side add up, lives one after the other do not")
    func scaled() throws {
        let first = try Self.snapshot(pid: 7, seconds: 1800, bytes: 1_000_000)
        let worker = try Self.snapshot(pid: 8, seconds: 1800, bytes: 500_000)
        let nextLife = try Self.snapshot(pid: 8, seconds: 1800, bytes: 500_000, baseline: 1900)
        func rate(_ snapshots: TraceSnapshot...) throws -> Double {
            let growth = WhereItGrows(source: .trace, processes: snapshots.map { .init(last: $0) })
            #expect(growth.lines.count == 1)
            return try #require(growth.lines.first).megabytesPerHour
        }
        #expect(abs(try rate(first) - 2) < 1e-9)
        #expect(abs(try rate(first, worker) - 3) < 1e-9)
        #expect(abs(try rate(first, nextLife) - 1.5) < 1e-9)
        let growth = WhereItGrows(source: .trace, processes: [.init(last: first), .init(last: worker)])
        let line = try #require(growth.lines.first)
        #expect(line.blocksPerHour == 400)
        #expect(line.processes == 2)
        #expect(line.traceback == ["logger.py:42", "main.py:3"])
    }

    @Test("A line below the floor is not named, and the report says that none was found")
    func floor() throws {
        let least = Int(WhereItGrows.leastBytes)
        let below = WhereItGrows(source: .trace, processes: [.init(last: try Self.snapshot(bytes: least - 1))])
        #expect(below.lines.isEmpty)
        #expect(below.limitations.contains { $0.contains("No line of Python code kept growing") })
        let at = WhereItGrows(source: .trace, processes: [.init(last: try Self.snapshot(bytes: least))])
        #expect(at.lines.count == 1)
        #expect(at.limitations.isEmpty)
    }

    @Test("What grew once and then held is no growth")
    func held() throws {
        let last = try Self.snapshot(bytes: 1_000_000)
        let held = WhereItGrows.Process(last: last, middle: try Self.snapshot(number: 5, bytes: 900_000))
        let grows = WhereItGrows.Process(last: last, middle: try Self.snapshot(number: 5, bytes: 500_000))
        #expect(WhereItGrows(source: .trace, processes: [held]).lines.isEmpty)
        #expect(WhereItGrows(source: .trace, processes: [grows]).lines.count == 1)
    }

    @Test("Tasks, threads and sockets are named from three more on, types from fifty")
    func counted() throws {
        func row(_ kind: String, _ grown: Int) -> String {
            #"{"kind": "\#(kind)", "name": "\#(kind) \#(grown)", "count": 90, "count_diff": \#(grown)}"# + "\n"
        }
        let rows = ["task", "thread", "socket", "type"].map { row($0, 2) + row($0, 3) + row($0, 50) }.joined()
        let growth = WhereItGrows(
            source: .explain, processes: [.init(last: try Self.snapshot(bytes: 0, more: rows))])
        #expect(growth.counts[.task]?.map(\.name) == ["task 50", "task 3"])
        #expect(growth.counts[.thread]?.count == 2)
        #expect(growth.counts[.socket]?.first?.perHour == 50)
        #expect(growth.counts[.type]?.map(\.name) == ["type 50"])
    }

    @Test(
        "What is no snapshot is refused and a spoilt row left out",
        arguments: ["", "{}", "[1]", "{\"kind\": \"line\"}", "not json"])
    func refused(text: String) throws {
        #expect(TraceSnapshot(parsing: text) == nil)
        let spoilt = try Self.snapshot(bytes: 5, more: text + "\n{\"kind\": \"task\"}")
        #expect(spoilt.lines.count == 1)
        #expect(spoilt.counts.isEmpty)
    }

    @Test("A traced run judges no memory, ends with status 0, and other channels still convict")
    func notJudged() {
        var facts = Fixture.facts()
        let times = facts[.memory].times
        facts[.memory] = TimeSeries(times: times, values: times.map { 20 + $0 / 360 })
        #expect(ReportModel(judging: facts).overall.exitStatus == 1)
        facts.events.append(EvidenceEvent(timeSeconds: 0, kind: .traced, summary: "traced"))
        let traced = ReportModel(judging: facts)
        #expect(traced.memory == nil)
        #expect(traced.overall.exitStatus == 0)
        #expect(traced.overall.headline == "Traced: memory not judged")
        #expect(traced.document.markdown.contains("Not judged: traced."))
        #expect(JUnitReport.render(traced).contains("errors=\"0\""))
        facts[.descriptors] = TimeSeries(times: times, values: times.map { ($0 / 60).rounded(.down) })
        #expect(ReportModel(judging: facts).overall.exitStatus == 1)
    }

    @Test("The reports show the line, the calls and where no line can be told, whatever the client calls its files")
    func reports() throws {
        var facts = Fixture.facts()
        facts.events.append(
            EvidenceEvent(
                timeSeconds: 1, kind: .runtime, subject: "go", summary: "go",
                detail: ["runtime": "go", "executable": .string(Fixture.nasty)]))
        let snapshot = try #require(TraceSnapshot(parsing: Self.text(file: "<b>|x", bytes: 1_000_000)))
        let model = Fixture.model(.leak, facts: facts).explained(
            by: WhereItGrows(source: .explain, processes: [.init(last: snapshot)]))
        let html = model.document.html
        #expect(html.contains("Where it grows") && html.contains("&lt;b&gt;|x:42"))
        #expect(!html.contains("<b>|x") && !html.contains("<script>alert"))
        let markdown = model.document.markdown
        #expect(markdown.contains("main.py:3") && markdown.contains("go tool pprof"))
        let verdict = VerdictDocument.value(model)
        #expect(verdict["where_it_grows"]?["from"] == "explain")
        #expect(verdict["blind_runtimes"] != .array([]))
    }

    @Test(
        "Each runtime has its tool",
        arguments: [
            ("go", "pprof"), ("node", "--trace"), ("jvm", "jcmd PID GC.class_histogram"),
            ("dotnet", "dotnet-gcdump"), ("musl", "massif"), ("static", "massif"),
            ("native", "twinsim soak --duration 10min --trace"),
            ("python", "--trace"),
        ])
    func tools(runtime: String, command: String) throws {
        var facts = Fixture.facts()
        facts.events.append(
            EvidenceEvent(
                timeSeconds: 1, kind: .runtime, subject: runtime, summary: runtime,
                detail: ["runtime": .string(runtime), "executable": "/x"]))
        let blind = Fixture.model(.suspicious, facts: facts).blindRuntimes
        #expect(blind.count == 1)
        #expect(blind.first?.command.contains(command) == true)
        #expect(Fixture.model(.expected, facts: facts).blindRuntimes.isEmpty)
    }
}
