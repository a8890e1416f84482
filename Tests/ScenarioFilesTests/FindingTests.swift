import Diagnostics
import ScenarioFiles
import Testing

/// A small scenario that is sound, to spoil one place of at a time.
private let sound: [String: String] = [
    "scenario.yaml": """
    name: one-tank
    title: One tank
    description: A tank and its level.
    controller: {period: 100ms, watchdog: 500ms}
    plant: {step: 100ms}

    """,
    "tags.csv": """
    name,type,register,access,encoding,scale,min,max,initial,wire,safe,unit,description
    LEVEL,REAL,HR0,r,float32,,,,,in:LIT.measured,,m,Level
    COUNT,INT,HR2,rw,uint16,10,,,,,,,A number
    LAMP,BOOL,CO0,r,,,,,,,,,A lamp
    T,TIMER,,,,,,,PRE=1000,,,,A timer
    T.ACC,,HR4,r,int32,,,,,,,ms,Its time

    """,
    "program.ladder": "XIO(T.DN)TON(T,?,?);\nXIC(T.DN)OTE(LAMP);\n",
    "plant.yaml": """
    components:
      tank: {kind: tank, area_m2: 20, height_m: 2, initial_m: 0.8}
      LIT: {kind: sensor, input: tank.level_m, low: 0, high: 2}

    """,
]

/// One change to a sound scenario and what is to be said about it.
private struct Spoilt: Sendable, CustomTestStringConvertible {
    let code: String
    let file: String
    let old: String
    let new: String
    let place: String
    let words: String

    init(_ code: String, _ file: String, _ old: String, _ new: String, at place: String, _ words: String) {
        self.code = code
        self.file = file
        self.old = old
        self.new = new
        self.place = place
        self.words = words
    }

    var testDescription: String { "\(code): \(words)" }
}

@Suite("Findings about a scenario's files", .timeLimit(.minutes(5)))
struct FindingTests {
    private static func findings(_ files: [String: String]) -> String {
        do {
            return try ScenarioReader.read(ScenarioBundle(folder: "plant", files: files)).warnings.map { "\($0)" }
                .joined(separator: "\n")
        } catch {
            return error.diagnostics.map { "\($0)" }.joined(separator: "\n")
        }
    }

    @Test("The scenario that these tests spoil has no finding")
    func soundScenario() {
        #expect(Self.findings(sound) == "")
    }

    @Test(
        "What is wrong is named with its place and how to mend it",
        arguments: [
            Spoilt("TAG001", "tags.csv", "unit,desc", "units,desc", at: "1:1", "lacks the column 'unit'"),
            Spoilt("TAG004", "tags.csv", "LAMP,BOOL,", "LAMP,,", at: "4:6", "only a member path"),
            Spoilt("TAG005", "tags.csv", "uint16,10,", "uint16,ten,", at: "3:25", "'ten' is no number"),
            Spoilt("TAG005", "tags.csv", "uint16,10,,", "uint16,10,nan,", at: "3:28", "'nan' is no number"),
            Spoilt("TAG006", "tags.csv", "PRE=1000", "PRE=soon", at: "5:15", "write PRE=5000"),
            Spoilt("TAG006", "tags.csv", "PRE=1000", "PRE=1=2", at: "5:15", "write PRE=5000"),
            Spoilt("TAG008", "tags.csv", "uint16,10,", "uint16,0,", at: "3:25", "would lose the value"),
            Spoilt("TAG010", "tags.csv", "uint16", "uint61", at: "3:18", "did you mean"),
            Spoilt("TAG011", "tags.csv", "r,int32", "r,int32:abdc", at: "6:14", "word orders:"),
            Spoilt("TAG013", "tags.csv", "in:LIT", "from:LIT", at: "2:30", "write in:COMPONENT.PORT"),
            Spoilt("TAG021", "tags.csv", "T.ACC", "TT.ACC", at: "6:1", "is its tag 'T'?"),
            Spoilt("TAG022", "tags.csv", "T,TIMER,,,", "T,TIMER,HR9,r,int32", at: "5:1", "one of its members"),
            Spoilt("TAG030", "tags.csv", "LIT.measured", "LIT.measurd", at: "2:30", "did you mean 'LIT.measured'?"),
            Spoilt(
                "TAG031", "tags.csv", "PRE=1000,,", "PRE=1000,in:LIT.true,", at: "5:24", "wire one of its members"),
            Spoilt("SCN003", "scenario.yaml", "step: 100ms", "step: 30ms", at: "5:8", "divides the period"),
            Spoilt("SCN003", "scenario.yaml", "step: 100ms", "step: 200ms", at: "5:8", "divides the period"),
            Spoilt("YML011", "scenario.yaml", "title:", "[a, b]: 3\ntitle:", at: "2:1", "a plain word"),
            Spoilt("YML017", "scenario.yaml", "title: One tank", "title: [One, tank]", at: "2:8", "a single value"),
            Spoilt("YML017", "plant.yaml", "kind: tank", "kind: [tank]", at: "2:16", "'kind' is a single value"),
        ])
    fileprivate func spoilt(_ spoilt: Spoilt) throws {
        var files = sound
        let text = try #require(sound[spoilt.file])
        #expect(text.contains(spoilt.old), "there is nothing to spoil")
        files[spoilt.file] = text.replacing(spoilt.old, with: spoilt.new, maxReplacements: 1)
        let found = Self.findings(files)
        let first = "plant/\(spoilt.file):\(spoilt.place): error \(spoilt.code): "
        #expect(found.split(separator: "\n").contains { $0.hasPrefix(first) && $0.contains(spoilt.words) }, "\(found)")
    }

    @Test("A scenario without one of its files is told which", arguments: ScenarioBundle.requiredFiles)
    func missing(file: String) {
        var files = sound
        files[file] = nil
        let found = Self.findings(files)
        #expect(found.hasPrefix("plant/\(file):1:1: error SCN001: the scenario has no \(file)"), "\(found)")
        #expect(!found.contains("\n"), "nothing else is said before it is there")
    }

    @Test("A period that is the step, or several of them, is none of SCN003", arguments: ["100ms", "50ms", "20ms"])
    func periods(step: String) {
        var files = sound
        files["scenario.yaml"] = sound["scenario.yaml"]?.replacing("step: 100ms", with: "step: \(step)")
        #expect(Self.findings(files) == "")
    }
}
