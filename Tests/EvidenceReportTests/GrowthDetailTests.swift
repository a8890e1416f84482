import Evidence
import EvidenceAnalysis
import EvidenceReport
import LeakAnalysis
import Testing
import Text

@Suite("What stays open in a traced client, who holds it, and how it came", .timeLimit(.minutes(5)))
struct GrowthDetailTests {
    private static func opening(_ grown: Int, _ line: Int, kind: String = "socket") -> String {
        """
        {"kind": "resource", "resource": "\(kind)", "count": \(grown + 1), "count_diff": \(grown), "what": "", \
        "file": "client.py", "line": \(line), "source": "socket.socket()", "traceback": [["client.py", \(line)]]}
        """ + "\n"
    }

    private static func growth(_ rows: String, middle: String? = nil) throws -> WhereItGrows {
        let last = try WhereItGrowsTests.snapshot(bytes: 100_000, more: rows)
        let before = try middle.map {
            try WhereItGrowsTests.snapshot(number: 5, seconds: 1800, bytes: 60_000, more: $0)
        }
        return WhereItGrows(source: .explain, processes: [.init(last: last, middle: before)])
    }

    @Test("A place is named from two more on, unless they were all there in the middle")
    func opened() throws {
        let rows = Self.opening(2, 3) + Self.opening(1, 4) + Self.opening(10, 5) + Self.opening(6, 6, kind: "thread")
        let middle = Self.opening(1, 3) + Self.opening(10, 5) + Self.opening(2, 6, kind: "thread")
        let growth = try Self.growth(rows, middle: middle)
        #expect(
            growth.openings.map { "\($0.kind.rawValue) \($0.title) \($0.grown)" } == [
                "thread client.py:6 6", "socket client.py:3 2",
            ])
        #expect(growth.namesOpenings)
        #expect(growth.openings.last?.perHour == 2)
        #expect(growth.openings.last?.place?.source == "socket.socket()")
        #expect(try !Self.growth(Self.opening(1, 3)).namesOpenings)
    }

    @Test("Reports show the place, its text, the chain, the steps and the pauses, and so does verdict.json")
    func reports() throws {
        let last = try #require(
            TraceSnapshot(
                parsing: """
                    {"kind": "snapshot", "pid": 7, "number": 3, "baseline_number": 0, "occasion": "end", \
                    "since_baseline_seconds": 3600, "pause_ms": 40, "longest_pause_ms": 30}
                    {"kind": "line", "file": "lib.py", "line": 8, "size": 90000, "size_diff": 80000, "count": 9, \
                    "count_diff": 8, "traceback": [["lib.py", 8], ["client.py", 2]], "source": "keep(x)", \
                    "sources": ["main(<b>)"], "client": ["client.py", 2, "main(<b>)"]}
                    {"kind": "file", "name": "lib.py", "size": 90000, "size_diff": 80000}
                    {"kind": "holder", "of": "line", "name": "lib.py", "line": 8, "chain": ["module `lib`", \
                    "dict `LOCKS`, 6,424 entries", "TextIOWrapper"], "held": 6424, "looked_at": 9000, "complete": true}
                    \(Self.opening(5, 3))
                    """))
        let middle = try #require(
            TraceSnapshot(
                parsing: """
                    {"kind": "snapshot", "pid": 7, "number": 2, "baseline_number": 0, "occasion": "middle", \
                    "since_baseline_seconds": 1800, "pause_ms": 25, "longest_pause_ms": 20}
                    {"kind": "line", "file": "lib.py", "line": 8, "size": 50000, "size_diff": 45000, "count": 5, \
                    "count_diff": 4, "traceback": []}
                    """))
        let growth = WhereItGrows(source: .explain, processes: [.init(last: last, middle: middle)])
        let line = try #require(growth.lines.first)
        #expect(line.steps.map(\.bytesSince) == [45000, 35000])
        #expect(line.holder?.text == "module `lib` → dict `LOCKS`, 6,424 entries → TextIOWrapper")
        #expect(line.reading.client?.text == "client.py:2")
        #expect(growth.pauses?.totalMilliseconds == 25)
        #expect(growth.pauses?.longestMilliseconds == 20)
        #expect(growth.pauses?.lastMilliseconds == 40)
        let model = Fixture.model(.leak).explained(by: growth)
        let html = model.document.html
        for text in [
            "keep(x)", "client: client.py:2 “main(&lt;b&gt;)”", "dict `LOCKS`, 6,424 entries → TextIOWrapper",
            "What stays open or running", "socket.socket()", "From snapshot to snapshot",
            "stood still for",
        ] { #expect(html.contains(text), "\(text)") }
        let verdict = VerdictDocument.value(model)["where_it_grows"]
        #expect(verdict?["pauses"]?["longest_ms"] == .number(20))
        #expect(verdict?["openings"]?.elements.first?["kind"] == "socket")
        #expect(verdict?["lines"]?.elements.first?["held_by"]?.elements.count == 3)
        #expect(verdict?["lines"]?.elements.first?["steps"]?.elements.count == 2)
        #expect(verdict?["sums"]?.elements.first?["kind"] == "file")
    }

    @Test("The proposed command repeats what the run was, and nothing of where it was kept")
    func command() throws {
        var facts = Fixture.facts()
        facts.run.clientArguments = ["python3", "a b.py"]
        let recorded: [JSONValue] = [
            "--scenario", "hvac", "--faults", "reconnect-storm", "--seed", "7", "--hours", "48", "--port", "5020",
            "--unit", "2=@1", "--device-profile", "x", "--criteria", "c.yaml", "--speed", "6", "--evidence", "e",
            "--explain=auto", "--explain-for", "60s", "--json", "--stop-on", "leak",
        ]
        facts.events.append(
            EvidenceEvent(
                timeSeconds: 0, kind: .commandLine, subject: "twinsim", summary: "",
                detail: ["arguments": .array(recorded)]))
        #expect(
            TracedCommand(facts).text
                == "twinsim soak --duration 60min --trace --scenario hvac --faults reconnect-storm --seed 7 --port 5020 "
                + "--unit 2=@1 --device-profile x --criteria c.yaml --speed 6 -- python3 'a b.py'")
        facts.events.removeAll { $0.kind == .commandLine }
        #expect(TracedCommand(facts).text.contains("--scenario \(facts.run.scenario)"))
        #expect(TracedCommand(facts).text.contains("--seed \(facts.run.seed)"))
    }

    @Test("A leak of sockets asks where: a place answers, else the tool is one that sees who opens")
    func asked() throws {
        var facts = Fixture.facts()
        let times = facts[.memory].times
        facts[.sockets] = TimeSeries(times: times, values: times.map { ($0 / 60).rounded(.down) })
        facts.events.append(
            EvidenceEvent(
                timeSeconds: 1, kind: .runtime, subject: "native", summary: "native",
                detail: ["runtime": "native", "executable": "/x"]))
        let model = ReportModel(judging: facts)
        #expect(model.asksWhereItGrows && model.asksForOpenings && !model.asksForMemory)
        #expect(model.blindRuntimes.map(\.command).first?.contains("twinsim soak --duration 10min --trace") == true)
        let named = try Self.growth(Self.opening(9, 3))
        #expect(model.explained(by: named).blindRuntimes.isEmpty)
        let unnamed = model.explained(by: try Self.growth(""))
        #expect(unnamed.blindRuntimes.map(\.command).first?.hasPrefix("strace") == true)
    }
}
