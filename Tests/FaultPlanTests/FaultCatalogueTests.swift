import FaultPlan
import Foundation
import Testing

@Suite("The catalogue of faults", .timeLimit(.minutes(5)))
struct FaultCatalogueTests {
    /// What a plan's fault may say besides its kind's parameters.
    private static let planKeys: Set<String> = [
        "fault", "name", "at", "after", "after_polls", "for", "every", "times", "gaps", "probability", "unit",
        "function",
        "address", "quantity", "connection", "request", "limit", "scene",
    ]

    @Test("Kinds are unique and in kebab case, and are found by their names")
    func names() {
        let kinds = FaultCatalogue.entries.map(\.kind)
        #expect(Set(kinds).count == kinds.count)
        for kind in kinds {
            #expect(
                kind.split(separator: "-", omittingEmptySubsequences: false).allSatisfy { word in
                    !word.isEmpty && word.allSatisfy { $0.isASCII && $0.isLowercase }
                })
            #expect(FaultCatalogue.kind(kind)?.entry.kind == kind)
        }
        #expect(FaultCatalogue.kind("no-such-kind") == nil)
    }

    @Test("Sentences end with a full stop, and every kind says which defect it brings to light")
    func sentences() {
        for entry in FaultCatalogue.entries {
            #expect(entry.sentence.hasSuffix(".") && entry.sentence.first?.isUppercase == true, "\(entry.kind)")
            #expect(!entry.provokes.isEmpty && !entry.provokes.hasSuffix("."), "\(entry.kind)")
            for parameter in entry.parameters {
                #expect(!parameter.sentence.isEmpty && !parameter.sentence.hasSuffix("."), "\(entry.kind)")
            }
        }
    }

    @Test("Every default lies in its shape, and no parameter has the name of a key that plans have anyway")
    func parameters() {
        for entry in FaultCatalogue.entries {
            let names = entry.parameters.map(\.name)
            #expect(Set(names).count == names.count, "\(entry.kind)")
            // A storm has a schedule of its own, so its `gaps` are no others.
            let reserved = entry.extent == .ownSchedule ? Self.planKeys.subtracting(["gaps"]) : Self.planKeys
            #expect(reserved.isDisjoint(with: names), "\(entry.kind)")
            for parameter in entry.parameters {
                #expect(parameter.name.allSatisfy { $0.isASCII && ($0.isLowercase || $0 == "_") })
                if let standard = parameter.standard {
                    #expect(parameter.shape.holds(standard), "\(entry.kind) \(parameter.name)")
                    #expect(!parameter.isOptional, "\(entry.kind) \(parameter.name)")
                }
            }
        }
    }

    @Test("Extent and aim are those of the kind's protocol")
    func protocols() {
        for type in FaultCatalogue.kinds {
            let expected: (FaultCatalogue.Extent, FaultCatalogue.Aim)? =
                switch type {
                case is any RequestFault.Type, is any ReplyFault.Type: (.lasting, .requests)
                case is any GreetingFault.Type: (.lasting, .connections)
                case is any ServerFault.Type, is any TagFault.Type, is any PlantFault.Type: (.lasting, .whole)
                case is any StrikeFault.Type: (.moment, .connections)
                case is any StormFault.Type: (.ownSchedule, .whole)
                case is any ControllerFault.Type: (type.entry.extent, .whole)
                default: nil
                }
            #expect(expected?.0 == type.entry.extent && expected?.1 == type.entry.aim, "\(type.entry.kind)")
        }
    }

    @Test("Every kind can be made from any parameters that its shapes permit")
    func makeable() {
        var random = SeededGenerator(seed: 3)
        for type in FaultCatalogue.kinds {
            for _ in 0..<50 {
                let made = type.init(Made.randomParameters(type.entry, &random))
                #expect(Swift.type(of: made) == type)
            }
        }
    }

    @Test("Every kind takes up every one of its parameters: another value makes another fault")
    func takenUp() throws {
        for type in FaultCatalogue.kinds {
            var random = SeededGenerator(seed: 3)
            let parameters = Made.randomParameters(type.entry, &random)
            for parameter in type.entry.parameters {
                let values = Made.twoValues(of: parameter)
                let faults = values.map { value in
                    var all = Dictionary(
                        uniqueKeysWithValues: type.entry.parameters.compactMap { one in
                            parameters[one.name].map { (one.name, $0) }
                        })
                    all[parameter.name] = value
                    return String(reflecting: type.init(FaultParameters(all)))
                }
                #expect(faults.count == 2 && faults[0] != faults[1], "\(type.entry.kind) passes \(parameter.name) over")
            }
        }
    }

    @Test("Values are spelt as plans write them")
    func spelling() {
        let cases: [(ParameterValue, String)] = [
            (.integer(3), "3"), (.number(0.5), "0.5"), (.number(20), "20"), (.duration(0), "0s"),
            (.duration(1_500_000_000), "1500ms"), (.duration(3_600_000_000_000), "1h"), (.duration(1), "1ns"),
            (.time(.share(1.0 / 3)), "1/3"), (.time(.share(0.33)), "33%"), (.time(.seconds(90)), "90s"),
            (.word("reset"), "reset"),
        ]
        for (value, text) in cases { #expect(value.spelling == text) }
    }

    /// Holds Docs/Faults.md and the catalogue together. With TWINSIM_UPDATE_DOCS=1 in the environment the test writes the
    /// tables into the document.
    @Test("The catalogue in Docs/Faults.md is that of the code")
    func document() throws {
        let document = URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("Docs/Faults.md")
        let text = try String(contentsOf: document, encoding: .utf8)
        let start = try #require(text.range(of: "<!-- catalogue: generated from the code -->\n")?.upperBound)
        let end = try #require(text.range(of: "\n<!-- end of catalogue -->")?.lowerBound)
        if ProcessInfo.processInfo.environment["TWINSIM_UPDATE_DOCS"] == "1" {
            try (text[..<start] + FaultCatalogue.markdown + text[end...])
                .write(to: document, atomically: true, encoding: .utf8)
        } else {
            #expect(text[start..<end] == FaultCatalogue.markdown, "run Scripts/update-fault-catalogue")
            for entry in FaultCatalogue.entries { #expect(text.contains("| `\(entry.kind)`<br>")) }
        }
    }
}
