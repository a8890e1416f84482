import EvidenceAnalysis
import EvidenceReport
import Testing

@Suite("What holds the objects of a heap snapshot of Node.js", .timeLimit(.minutes(5)))
struct HeapGraphTests {
    /// A snapshot: the root leads to a global object; its function `poll` has a context with the variable `kept`, an array
    /// whose elements are two records. A third record hangs only on a weak reference.
    private static let text = """
        {"snapshot":{"meta":{"node_fields":["type","name","id","self_size","edge_count"],\
        "node_types":[["hidden","array","string","object","code","closure","synthetic"],"string","number","number",\
        "number"],"edge_fields":["type","name_or_index","to_node"],\
        "edge_types":[["context","element","property","internal","hidden","shortcut","weak"],"string_or_number","node"]},\
        "node_count":8},
        "nodes":[6,0,1,0,1,3,1,3,8,1,5,2,5,8,1,3,3,7,8,1,3,4,9,8,1,1,0,11,8,2,3,5,13,8,0,3,5,15,8,1,3,5,17,8,0],
        "edges":[1,1,5,2,6,10,3,7,15,0,8,20,3,9,25,1,0,30,1,1,35,6,0,40],
        "strings":["","global","poll","system / Context","Array","PollRecord","tick","context","kept","elements"]}
        """

    private static func graph(_ text: String) -> HeapGraph? {
        var parser = HeapGraphParser()
        // In pieces, as a file is read.
        let bytes = Array(text.utf8)
        for start in stride(from: 0, to: bytes.count, by: 7) {
            bytes[start..<min(start + 7, bytes.count)].withUnsafeBytes { parser.feed($0) }
        }
        return parser.result
    }

    @Test("The chain goes through what has a name, without V8's own parts, and counts what hangs on it")
    func chain() throws {
        let graph = try #require(Self.graph(Self.text))
        #expect(graph.newestID == 17)
        let holder = try #require(graph.holders(of: ["PollRecord"], newerThan: 10).first)
        #expect(holder.chain == ["global", "function poll `tick`", "Array `kept`", "PollRecord"])
        #expect(holder.held == 3, "of the three that are new all that were met hang there")
    }

    @Test("What was there before, and what only a weak reference leads to, has no chain")
    func none() throws {
        let graph = try #require(Self.graph(Self.text))
        #expect(graph.holders(of: ["PollRecord"], newerThan: 16).isEmpty)
        #expect(graph.holders(of: ["Nothing"], newerThan: 0).isEmpty)
    }

    @Test(
        "What is no whole snapshot gives no graph",
        arguments: ["", "{}", String(text.prefix(400)), text.replacing("[1,1,5,2,6", with: "[1,1,5000,2,6")])
    func refused(text: String) {
        #expect(Self.graph(text) == nil)
    }
}
