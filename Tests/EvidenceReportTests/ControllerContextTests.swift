import Evidence
import EvidenceAnalysis
import EvidenceReport
import LeakAnalysis
import Testing

@Suite("The controller at storms and faults", .timeLimit(.minutes(5)))
struct ControllerContextTests {
    let facts = ControllerFixture.facts

    private func markdown() -> String { Fixture.model(.expected, facts: facts).document.markdown }

    /// The cells of the table row in which `cell` is the one at `column`.
    private func row(_ cell: String, column: Int = 0) -> [String]? {
        markdown().split(separator: "\n").filter { $0.hasPrefix("| ") }
            .map { $0.dropFirst(2).dropLast(2).components(" | ") }
            .first { $0.indices.contains(column) && $0[column] == cell }
    }

    @Test("what was recorded is read back: tags, rungs, values, writes, modes, the system")
    func readBack() throws {
        let context = try #require(ControllerContext(facts))
        #expect(context.system == ControllerFixture.system)
        #expect(context.tags == ControllerFixture.tags)
        #expect(context.rungs == ControllerFixture.rungs)
        #expect(context.writes["SP_HIGH"]?.count == 2)
        #expect(context.writes["SP_HIGH"]?.lastSeconds == 50)
        #expect(context.value(of: "SP_HIGH", at: 49) == 3.5)
        #expect(context.value(of: "SP_HIGH", at: 50) == 3)
        #expect(context.value(of: "SP_HIGH", at: 0.1) == nil)
        #expect(context.mode(at: 319) == "run")
        #expect(context.mode(at: 320) == "program")
        #expect(context.look(after: 100) == 100.8)
    }

    @Test("evidence without such events is reported without such tables")
    func olderEvidence() {
        #expect(ControllerContext(Fixture.facts()) == nil)
        let text = Fixture.model(.expected).document.markdown
        #expect(!text.contains("The controller at storms"))
        #expect(text.contains("The plant at storms and faults"))
    }

    @Test("each storm has mode, alarms, outputs and the set-points that were moved")
    func states() {
        #expect(row("storm 1", column: 1) == ["0:01:40", "storm 1", "run", "none", "P1\\_RUN", "SP\\_HIGH = 3 m"])
        #expect(row("storm 2", column: 1)?[3] == "LAH")
    }

    @Test("a change near a storm is told with its rung and the contacts as they stood")
    func movements() {
        #expect(
            row("P1\\_RUN", column: 2) == [
                "0:02:10", "storm 1", "P1\\_RUN", "1 → 0", "4", "WANT = 1, LAH = 1", "Run pump 1.",
            ])
        #expect(row("4")?[2] == "XIC(WANT)XIO(LAH)OTE(P1\\_RUN);")
        #expect(row("4")?[3] == "P1\\_RUN: 1", "on at one of the two storms")
        #expect(row("9") == nil, "a rung that drives nothing that moved is left to scenario/")
    }

    @Test("set-points name who wrote them; those that nobody touched share a row")
    func setPoints() {
        #expect(
            row("SP\\_HIGH") == ["SP\\_HIGH", "3.500 m", "3 m", "a client, 2 times, last by 0:00:50", "High level."])
        #expect(row("CMD\\_ACK")?[3] == "a client, 1 time, last by 0:01:40; the program, rung 9")
        #expect(markdown().contains("written by nobody (1): SP\\_LOW = 0.5000 m."))
    }

    @Test("an alarm's stretch and what it met")
    func alarms() throws {
        let spans = AlarmSpan.all(try #require(ControllerContext(facts)))
        #expect(spans.map(\.fromSeconds) == [130])
        #expect(spans.first?.toSeconds == 340)
        #expect(row("LAH") == ["LAH", "0:02:10", "0:05:40", "4 min", "Tank high.", "storm 2"])
    }

    @Test("a tag that changes too often says so instead of a stale value")
    func paused() throws {
        let context = try #require(ControllerContext(facts))
        #expect(context.value(of: "WANT", at: 450) == 1)
        #expect(context.value(of: "WANT", at: 550) == nil)
    }

    @Test("the plant has a column a storm; what never moved is in the note")
    func plant() {
        #expect(row("LT\\_MA") == ["LT\\_MA", "mA", "11.50", "12.25", "11.50", "12.25"])
        #expect(row("LT") == ["LT", "m", "2.344", "2.578", "2.344", "2.578"], "what the raw value stands for")
        #expect(markdown().contains("The same each time: FLOAT\\_OK = 1."))
    }

    @Test("many occasions keep eight columns, the first and the last among them")
    func manyOccasions() {
        var facts = facts
        facts.plantStates = (1...40).map {
            PlantState(timeSeconds: Double($0) * 10, occasion: "storm \($0)", tags: [.init("LT_MA", Double($0))])
        }
        let text = Fixture.model(.expected, facts: facts).document.markdown
        #expect(text.contains("8 of 40 occasions are shown"))
        #expect(text.contains("storm 1 0:00:10") && text.contains("storm 40 0:06:40"))
    }

    @Test("the figures for tables are no lines of the list of events")
    func events() {
        #expect(!markdown().contains("| values |"))
        #expect(!markdown().contains("| program |"))
        #expect(row("Came: Tank high.", column: 3) == ["0:02:10", "alarm", "LAH", "Came: Tank high."])
    }
}

extension Substring {
    /// The parts between `separator`.
    fileprivate func components(_ separator: String) -> [String] {
        split(separator: separator, omittingEmptySubsequences: false).map(String.init)
    }
}
