import EvidenceAnalysis
import EvidenceReport
import Testing

@Suite("Heap snapshots of Node.js, by type", .timeLimit(.minutes(5)))
struct HeapSnapshotTests {
    /// A heap snapshot as V8 writes it, with a node a row: kind, number of the name, size.
    static func text(_ nodes: [(kind: Int, name: Int, size: Int)], strings: [String]) -> String {
        let rows = nodes.map { "\($0.kind),\($0.name),7,\($0.size),0,0,0\n" }.joined(separator: ",")
        return """
            {"snapshot":{"meta":{"node_fields":["type","name","id","self_size","edge_count","trace_node_id","detachedness"],\
            "node_types":[["hidden","array","string","object","code","closure","native"],"string","number","number",\
            "number","number","number"],"edge_fields":["type","name_or_index","to_node"]},"node_count":\(nodes.count)},
            "nodes":[\(rows)],
            "edges":[1,2,3],
            "samples":[],
            "strings":[\(strings.joined(separator: ",\n"))]}
            """
    }

    static func parse(_ text: String, pieces: Int = .max) -> HeapTypes? {
        var parser = HeapSnapshotParser()
        let bytes = Array(text.utf8)
        var at = 0
        while at < bytes.count {
            let end = min(at + min(pieces, bytes.count), bytes.count)
            bytes[at..<end].withUnsafeBytes { parser.feed($0) }
            at = end
        }
        return parser.result
    }

    static let nodes = [
        (kind: 3, name: 1, size: 24), (kind: 3, name: 1, size: 24), (kind: 5, name: 2, size: 64),
        (kind: 2, name: 4, size: 900), (kind: 6, name: 3, size: 4096), (kind: 3, name: 0, size: 8),
        (kind: 5, name: 0, size: 32),
    ]
    static let strings = [
        #""""#, #""Poll \"Zo\u00eb\" \\""#, #""keep""#, #""system / JSArrayBufferData""#, #""a \"strings\":[ b""#,
    ]

    @Test("objects by constructor, functions by name and the rest by kind, in whatever pieces the file is read")
    func types() throws {
        let text = Self.text(Self.nodes, strings: Self.strings)
        let expected: [String: HeapTypes.Total] = [
            "Poll \"Zoë\" \\": .init(count: 2, bytes: 48), "function keep": .init(count: 1, bytes: 64),
            "(string)": .init(count: 1, bytes: 900), "system / JSArrayBufferData": .init(count: 1, bytes: 4096),
            "(no name)": .init(count: 1, bytes: 8), "function (anonymous)": .init(count: 1, bytes: 32),
        ]
        for pieces in [1, 2, 7, 64, 10_000] {
            #expect(Self.parse(text, pieces: pieces)?.totals == expected, "pieces of \(pieces)")
        }
    }

    @Test("a file that was cut off or is none has no totals")
    func refused() {
        let text = Self.text(Self.nodes, strings: Self.strings)
        for length in [0, 1, 20, text.count / 2, text.count - 3] {
            #expect(Self.parse(String(text.prefix(length))) == nil)
        }
        #expect(Self.parse("{\"snapshot\":{\"meta\":{}},\"nodes\":[1],\"strings\":[]}") == nil)
        #expect(Self.parse("no JSON, \"nodes\":[1],\"strings\":[]") == nil)
    }

    @Test("a name that is too long is cut")
    func longName() throws {
        let name = String(repeating: "n", count: 5000)
        let types = try #require(Self.parse(Self.text([(kind: 3, name: 0, size: 8)], strings: ["\"\(name)\""])))
        #expect(types.totals.keys.first?.count == 300)
    }

    @Test("types are named that grew by 16 KiB and went on growing after the middle")
    func growth() {
        func types(_ poll: Int64, _ cache: Int64, _ small: Int64) -> HeapTypes {
            HeapTypes(totals: [
                "Poll": .init(count: poll / 100, bytes: poll), "Cache": .init(count: 1, bytes: cache),
                "Small": .init(count: 1, bytes: small),
            ])
        }
        let process = HeapGrowth.Process(
            baseline: types(1000, 1000, 0), middle: types(51_000, 90_000, 8000),
            last: types(101_000, 91_000, WhereItGrows.leastBytes - 1))
        let growth = HeapGrowth([process, process])
        #expect(growth.processes == 2)
        #expect(
            growth.rows == [.init(name: "Poll", count: 2020, countGrown: 2000, bytes: 202_000, bytesGrown: 200_000)])
        var explanation = WhereItGrows(source: .trace, processes: [])
        explanation.heap = growth
        let model = Fixture.model(.leak).explained(by: explanation)
        #expect(model.document.markdown.contains("Objects that there are more and more of"))
        #expect(VerdictDocument.value(model)["where_it_grows"]?["heap_types"] != .array([]))
    }

    @Test("a function is named with the line where it begins, without blocks, and the calls with theirs")
    func function() throws {
        let text = """
            {"kind":"snapshot","format":1,"runtime":"node","pid":7,"number":9,"baseline_number":0,"occasion":"end",\
            "baseline_monotonic_seconds":1.5,"since_baseline_seconds":3600,"notes":["the heap was too large"]}
            {"kind":"line","file":"/a/logger.js","line":13,"function":"keep","size":4000000,"size_diff":2000000,\
            "samples":900,"traceback":[["/a/logger.js",13,"keep"],["node:events",471,"emit"]]}
            """
        let snapshot = try #require(TraceSnapshot(parsing: text))
        let growth = WhereItGrows(source: .trace, processes: [.init(last: snapshot)])
        let line = try #require(growth.lines.first)
        #expect(line.place == "/a/logger.js:13, function keep")
        #expect(line.megabytesPerHour == 2)
        #expect(line.blocksPerHour == nil && line.averageBytes == nil && line.blocksGrown == nil)
        #expect(line.traceback == ["keep (/a/logger.js:13)", "emit (node:events:471)"])
        #expect(growth.problems == ["the heap was too large"])
        let empty = WhereItGrows(
            source: .trace,
            processes: [.init(last: try #require(TraceSnapshot(parsing: String(text.split(separator: "\n")[0]))))])
        #expect(empty.limitations.contains { $0.hasPrefix("No function of JavaScript kept growing") })
    }
}
