import Foundation
import Testing

@Suite("The shipped scenarios", .timeLimit(.minutes(10)))
struct ScenarioTests {
    /// What a scenario must at least have.
    struct Demand: CustomTestStringConvertible, Sendable {
        var name: String
        var tags: Int
        var rungs: Int
        var testDescription: String { name }
    }

    static let demands = [
        Demand(name: "water-treatment", tags: 60, rungs: 40), Demand(name: "pump-station", tags: 35, rungs: 20),
        Demand(name: "hvac", tags: 35, rungs: 20), Demand(name: "libmodbus-unit-test", tags: 100, rungs: 2),
    ]

    @Test("Each checks without a finding and has its tags and rungs", arguments: demands)
    func check(_ demand: Demand) async throws {
        let outcome = try await Program.run(["scenarios", "check", demand.name, "--json"])
        #expect(outcome.status == 0)
        let object = try Program.object(outcome.output)
        #expect(object["tags"] as? Int ?? 0 >= demand.tags)
        #expect(object["rungs"] as? Int ?? 0 >= demand.rungs)
        #expect((object["diagnostics"] as? [Any])?.isEmpty == true, Comment(rawValue: outcome.output))
    }

    @Test("Every rung has its comment", arguments: demands)
    func comments(_ demand: Demand) async throws {
        let path = Program.root.appendingPathComponent("Scenarios/\(demand.name)/program.ladder")
        var before = ""
        var rungIsOpen = false
        for (index, line) in try String(contentsOf: path, encoding: .utf8).components(separatedBy: "\n").enumerated() {
            let text = line.trimmingCharacters(in: .whitespaces)
            if !rungIsOpen, !text.isEmpty, !text.hasPrefix("//") {
                #expect(before.hasPrefix("//"), "\(demand.name)/program.ladder:\(index + 1) has no comment above it")
                rungIsOpen = true
            }
            if text.hasSuffix(";") { rungIsOpen = false }
            before = text
        }
    }

    @Test("The map shows strings, bits in three notations, files and queues")
    func mapOfSpecialThings() async throws {
        let arguments = ["scenarios", "map", "water-treatment", "--format"]
        let markdown = try await Program.run(arguments + ["md"]).output
        for line in [
            "| 160 | 161 | 40161 | `PLANT_NAME` | string[32] |  | r |",
            "| 176.8 | 177.8 | 40177.8 | `SCADA_LIFE` | bit |  | rw |", "| 1 | backwash-recipes | 60 | rw |",
            "| 10 | `BW_STEP` | uint16 | 1 |",
        ] { #expect(markdown.contains(line), "\(line)") }
        let csv = try await Program.run(arguments + ["csv"]).output
        #expect(csv.contains("\nHR,176,177,40177.8,400177.8,SCADA_LIFE,bit,,,rw,,,,"))
        #expect(csv.hasPrefix("table,offset,number,reference,reference_6,tag,encoding,word_order,scale,access,"))
        let json = try await Program.run(arguments + ["json"]).output
        #expect(json.contains(#""tag":"SCADA_LIFE","encoding":"bit""#))
        #expect(json.contains(#""bit":8"#) && json.contains(#""registers":16"#))
    }

    @Test("The register map in each README is the one that the program prints", arguments: demands)
    func registerMap(_ demand: Demand) async throws {
        let readme = try String(
            contentsOf: Program.root.appendingPathComponent("Scenarios/\(demand.name)/README.md"), encoding: .utf8)
        let begin = try #require(readme.range(of: "<!-- register-map:begin -->\n"))
        let end = try #require(readme.range(of: "<!-- register-map:end -->"))
        let map = try await Program.run(["scenarios", "map", demand.name, "--format", "md"]).output
        #expect(readme[begin.upperBound..<end.lowerBound] == map, "run Scripts/update-scenario-documents")
    }

    @Test(
        "72 simulated hours give the golden trace, conserve mass to 1e-9 and never fault the controller",
        arguments: demands)
    func goldenTrace(_ demand: Demand) async throws {
        let folder = try Program.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appendingPathComponent("trace.csv").path
        let run = try await Program.run([
            "run", "--scenario", demand.name, "--hours", "72", "--csv", path, "--every", "1h", "--json",
        ])
        #expect(run.status == 0, Comment(rawValue: run.errors))
        let object = try Program.object(run.output)
        #expect(object["mode"] as? String == "run")
        #expect(object["conservation_error"] as? Double ?? 0 < 1e-9)
        let golden = try rows(Program.root.appendingPathComponent("Scenarios/\(demand.name)/golden.csv").path)
        let trace = try rows(path)
        #expect(trace.first == golden.first)
        #expect(trace.count == golden.count)
        for (row, expected) in zip(trace.dropFirst(), golden.dropFirst()) {
            for (column, pair) in zip(row, expected).enumerated() where pair.0 != pair.1 {
                // The last digits may differ where the C library's functions do.
                let (value, wanted) = (Double(pair.0) ?? .nan, Double(pair.1) ?? .nan)
                #expect(
                    abs(value - wanted) <= 1e-6 * max(1, abs(wanted)),
                    "\(demand.name) at \(expected[0]) s, \(golden[0][column]): \(pair.0) is not \(pair.1)")
            }
        }
    }

    @Test("The same seed gives the same fingerprint, another seed another one")
    func fingerprints() async throws {
        let run = { (seed: String) in
            try Program.object(
                try await Program.run(["run", "--scenario", "pump-station", "--hours", "2", "--seed", seed, "--json"])
                    .output)["fingerprint"] as? String
        }
        let first = try await run("5")
        #expect(try await run("5") == first)
        #expect(try await run("6") != first)
    }

    private func rows(_ path: String) throws -> [[Substring]] {
        try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map {
            $0.split(separator: ",", omittingEmptySubsequences: false)
        }
    }
}
