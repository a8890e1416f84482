import Foundation
import PlantModels
import Testing

@Suite("Docs/Plant.md", .timeLimit(.minutes(5)))
struct DocumentTests {
    /// A section of the page: a kind with its table and example.
    private struct Section {
        let kind: String
        let text: String
    }

    private static func page() throws -> String {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return try String(contentsOf: root.appending(path: "Docs/Plant.md"), encoding: .utf8)
    }

    private static func sections(_ page: String) -> [Section] {
        page.components(separatedBy: "\n### `").dropFirst().map { part in
            let kind = part.prefix { $0 != "`" }
            return Section(kind: String(kind), text: part.components(separatedBy: "\n## ")[0])
        }
    }

    private static func examples(_ text: String) -> [String] {
        text.components(separatedBy: "```yaml\n").dropFirst().map { $0.components(separatedBy: "```")[0] }
    }

    /// The rows of a section's table: names, role, unit, default and range.
    private static func rows(_ section: Section) -> [(name: String, cells: [String])] {
        section.text.split(separator: "\n").filter { $0.hasPrefix("| ") && !$0.hasPrefix("| key") }.flatMap { line in
            let cells = line.split(separator: "|", omittingEmptySubsequences: false).dropFirst().map {
                $0.trimmingCharacters(in: .whitespaces)
            }
            if cells[0] == "quality ports" {
                return ["chlorine_mgL", "turbidity_NTU", "coagulant_mgL", "acid_molL", "carbonate_molL"].map {
                    ($0, cells)
                }
            }
            return cells[0].split(separator: ",").map { name in
                (name.trimmingCharacters(in: CharacterSet(charactersIn: " `")), cells)
            }
        }
    }

    @Test("lists exactly the kinds of the catalogue, in its order")
    func kinds() throws {
        #expect(Self.sections(try Self.page()).map(\.kind) == ComponentCatalogue.entries.map(\.kind))
    }

    @Test("lists exactly the parameters, connections and ports of each kind")
    func keys() throws {
        for section in Self.sections(try Self.page()) {
            let entry = try #require(ComponentCatalogue.entry(kind: section.kind))
            let rows = Self.rows(section)
            func names(_ role: String) -> [String] { rows.filter { $0.cells[1] == role }.map(\.name).sorted() }
            #expect(names("parameter") == entry.parameters.map(\.name).sorted(), "\(section.kind)")
            #expect(names("connection") == entry.connections.map(\.name).sorted(), "\(section.kind)")
            #expect(names("input") == entry.inputs.map(\.name).sorted(), "\(section.kind)")
            #expect(names("output") == entry.outputs.map(\.name).sorted(), "\(section.kind)")
        }
    }

    @Test("gives each number's default and range as the catalogue has them")
    func defaults() throws {
        for section in Self.sections(try Self.page()) {
            let entry = try #require(ComponentCatalogue.entry(kind: section.kind))
            for (name, cells) in Self.rows(section) {
                let place = "\(section.kind).\(name)"
                if let parameter = entry.parameters.first(where: { $0.name == name }), cells[1] == "parameter" {
                    guard case .number(let standard, let range) = parameter.form else { continue }
                    #expect(Double(cells[3]) == standard, "\(place)")
                    if let stated = Self.range(cells[4]) { #expect(stated == range, "\(place)") }
                    #expect(cells[2] == parameter.unit || cells[2] == "0..1", "\(place)")
                } else if let input = entry.inputs.first(where: { $0.name == name }), cells[1] == "input" {
                    #expect((Double(cells[3]) ?? 0) == input.standard, "\(place)")
                    if let stated = Self.range(cells[4]) { #expect(stated == input.range, "\(place)") }
                }
            }
        }
    }

    private static func range(_ text: String) -> ClosedRange<Double>? {
        let ends = text.components(separatedBy: "..").compactMap(Double.init)
        return ends.count == 2 ? ends[0]...ends[1] : nil
    }

    @Test("its three wirings are plants that run")
    func wirings() throws {
        let page = try Self.page()
        let wirings = Self.examples(try #require(page.components(separatedBy: "## Wirings").last))
        #expect(wirings.count == 3)
        for wiring in wirings {
            let rig = try Rig(wiring, step: 0.1)
            rig.run(600)
            #expect(rig.plant.outputPaths.allSatisfy { rig[$0].isFinite })
            #expect(rig.worstConservationError < 1e-9)
        }
    }

    @Test("lists exactly the diagnostic codes that the tests provoke")
    func codes() throws {
        let listed = try Self.page().split(separator: "\n").filter { $0.hasPrefix("| PLT") }.map {
            $0.dropFirst(2).prefix(6)
        }
        #expect(listed == (1...15).map { "PLT0\($0 < 10 ? "0" : "")\($0)" })
        let provoked = Set(DiagnosticsTests.mistakes.map { $0.said.split(separator: " ")[2].prefix(6) })
        // PLT014 has a test of its own: its text is 2,001 components long.
        #expect(provoked.union(["PLT014"]) == Set(listed))
    }

    @Test("each example has only keys that its kind knows")
    func examples() throws {
        for section in Self.sections(try Self.page()) {
            let examples = Self.examples(section.text)
            #expect(!examples.isEmpty, "\(section.kind)")
            for example in examples {
                // An example names neighbours that it does not show; every other finding counts.
                let others = findings(example).filter { !["PLT010", "PLT012"].contains($0.code) }
                #expect(others.isEmpty, "\(section.kind): \(others)")
            }
        }
    }
}
