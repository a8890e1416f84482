import ModbusProtocol
import Testing

@testable import ScenarioFiles

@Suite("Files and queues in a manifest", .timeLimit(.minutes(5)))
struct ManifestFilesTests {
    private static let head = """
        name: x
        title: X
        description: X.
        controller: {period: 100ms}
        plant: {step: 100ms}

        """

    private static func parse(_ rest: String) -> (manifest: Manifest?, text: String) {
        let findings = Findings()
        let manifest = Manifest.parse(head + rest, file: "scenario.yaml", findings: findings)
        var table = TagTableFile.parse(
            TagRow.columns.joined(separator: ",") + "\nSTATE,INT,HR0,r,uint16,,,,,,,,\nT,TIMER,,,,,,,,,,,\n",
            file: "tags.csv", wordOrder: .abcd, findings: findings)
        if let manifest {
            table?.add(manifest.files, manifest.queues, manifest: "scenario.yaml", findings: findings)
        }
        return (manifest, findings.diagnostics.map { "\($0)" }.joined(separator: "\n"))
    }

    @Test("files and queues are read with their defaults")
    func read() throws {
        let (manifest, text) = Self.parse(
            """
            files:
              - {number: 1, name: a, records: 3, access: rw, content: [1, -1, 65535]}
              - {number: 65535, name: b, records: 10000, description: B.}
            fifo:
              - {address: 65535, tag: state, encoding: int16, scale: -0.5}
              - {address: 0, tag: STATE}
            """)
        #expect(text.isEmpty, "\(text)")
        let files = try #require(manifest?.files)
        #expect(files.map(\.content) == [[1, 65535, 65535], []])
        #expect(files.map(\.writable) == [true, false])
        #expect(manifest?.queues.map(\.queue.scale) == [-0.5, 1])
        #expect(Self.parse("").manifest?.files.isEmpty == true)
    }

    @Test(
        "what is wrong is named with its place",
        arguments: [
            ("files: 3", "6:8: error SCN010"),
            ("files: [{number: 0, name: a, records: 1}]", "6:18: error YML014"),
            ("files: [{number: 1, name: a, records: 10001}]", "6:39: error YML014"),
            ("files: [{number: 1, records: 1}]", "6:9: error YML012"),
            ("files: [{number: 1, name: a, records: 1, acces: rw}]", "6:42: error YML013"),
            ("files: [{number: 1, name: a, records: 1, access: w}]", "6:50: error YML016"),
            (
                "files: [{number: 1, name: a, records: 1}, {number: 1, name: b, records: 1}]",
                "6:43: error SCN011"
            ),
            (
                "files:\n" + (1...7).map { "- {number: \($0), name: a, records: 10000}\n" }.joined(),
                "13:3: error SCN012"
            ),
            ("files: [{number: 1, name: a, records: 2, content: x}]", "6:51: error SCN013"),
            ("files: [{number: 1, name: a, records: 2, content: [1, 2, 3]}]", "6:58: error SCN014"),
            ("files: [{number: 1, name: a, records: 2, content: [1, 65536]}]", "6:55: error SCN015"),
            ("fifo: {}", "6:7: error SCN020"),
            ("fifo: [{address: 1, tag: STATE}, {address: 1, tag: STATE}]", "6:34: error SCN021"),
            (
                "fifo:\n" + (1...17).map { "- {address: \($0), tag: STATE}\n" }.joined(), "23:3: error SCN022"
            ),
            ("fifo: [{address: 1, tag: STATE, scale: 0}]", "6:40: error SCN023"),
            ("fifo: [{address: 1, tag: STAT}]", "6:26: error SCN024"),
            ("fifo: [{address: 1, tag: T}]", "6:26: error SCN024"),
            ("fifo: [{address: 1, tag: STATE, encoding: float32}]", "6:43: error YML016"),
        ])
    func findings(text: String, expected: String) {
        let found = Self.parse(text).text
        #expect(found.contains("scenario.yaml:\(expected)"), "\(found)")
    }
}
