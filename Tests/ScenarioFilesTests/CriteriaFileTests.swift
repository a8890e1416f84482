import Diagnostics
import Evidence
import ScenarioFiles
import Testing

@Suite("A criteria file", .timeLimit(.minutes(5)))
struct CriteriaFileTests {
    private func findings(_ text: String, tags: [String]? = nil) throws -> [String] {
        let invalid = try #require(throws: InvalidInput.self) {
            try CriteriaFile.parse(text, file: "c.yaml", tags: tags)
        }
        return invalid.diagnostics.map { "\($0.position.line):\($0.position.column) \($0.code)" }
    }

    @Test("every key is read")
    func everything() throws {
        let criteria = try CriteriaFile.parse(
            """
            growth_per_hour: {memory: 0.5, descriptors: 1, sockets: 2, threads: 3, children: 0}
            reconnect_within: 5s
            polls:
              per_second_at_least: 2.5
              share_of_start_at_least: 0.8
            tags:
              unread_at_most: 2min
              required: [A, B]
            restarts_at_most: 3
            """, file: "c.yaml", tags: ["A", "B", "C"])
        #expect(criteria.limits == [.memory: 0.5, .descriptors: 1, .sockets: 2, .threads: 3, .children: 0])
        #expect(criteria.reconnectSeconds == 5)
        #expect(criteria.pollsPerSecond == 2.5)
        #expect(criteria.pollShare == 0.8)
        #expect(criteria.tagUnreadSeconds == 120)
        #expect(criteria.requiredTags == ["A", "B"])
        #expect(criteria.restartsAllowed == 3)
        #expect(!criteria.isStandard)
        #expect(criteria.sentences.count == 10)
    }

    @Test("what is left out is not asked for")
    func nothing() throws {
        let criteria = try CriteriaFile.parse("polls: {}\n", file: "c.yaml")
        #expect(criteria == Criteria())
        #expect(criteria.sentences.isEmpty)
        #expect(
            try CriteriaFile.parse("tags: {unread_at_most: 5s, required: read}", file: "c.yaml").requiredTags == nil)
    }

    @Test("mistakes are found with their places")
    func mistakes() throws {
        #expect(try findings("reconnect_within: soon\n") == ["1:19 YML015"])
        #expect(try findings("polls: {share_of_start_at_least: 80}\n") == ["1:34 YML018"])
        #expect(try findings("growth_per_hour: {memry: 1}\n") == ["1:19 YML013"])
        #expect(try findings("growth_per_hour: 5\n") == ["1:18 YML010"])
        #expect(try findings("tags: {required: [A]}\n") == ["1:7 YML012"])
        #expect(try findings("tags: {unread_at_most: 5s, required: all}\n") == ["1:38 CRI001"])
        #expect(try findings("tags: {unread_at_most: 5s, required: [A, [B]]}\n") == ["1:42 CRI001"])
        #expect(try findings("tags: {unread_at_most: 5s, required: [A, X]}\n", tags: ["A"]) == ["1:42 CRI002"])
        #expect(try findings("restarts_at_most: -1\n") == ["1:19 YML014"])
        #expect(try findings("reconnect: 5s\nrestarts_at_most: none\n") == ["2:19 YML014", "1:1 YML013"])
        #expect(try findings("") == ["1:1 YML002"])
        #expect(try findings("a: [").first?.hasSuffix("YML001") == true)
    }
}
