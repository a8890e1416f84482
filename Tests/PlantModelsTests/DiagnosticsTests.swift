import Diagnostics
import PlantModels
import Testing

@Suite("Diagnostics of a plant", .timeLimit(.minutes(5)))
struct DiagnosticsTests {
    /// A text with one mistake, and what is said about it.
    struct Mistake: CustomTestStringConvertible {
        let text: String
        let said: String
        var testDescription: String { said }
    }

    private static let tank = "tank: { kind: tank, area_m2: 1, height_m: 2 }\n"
    private static let two = "a: { kind: source, head_m: 1 }\nb: { kind: sink }\n"

    static let mistakes: [Mistake] = [
        Mistake(
            text: "9lives: { kind: sink }",
            said: "plant.yaml:1:1: error PLT001: '9lives' is not a component name; "
                + "use letters, digits and underscores, a letter first"),
        Mistake(
            text: "a: { kind: sink }\na: { kind: sink }",
            said: "plant.yaml:2:1: error PLT002: there are two components 'a'; give one of them another name"),
        Mistake(
            text: "a: { kind: tnak, area_m2: 1 }",
            said: "plant.yaml:1:12: error PLT003: there is no kind of component 'tnak'; did you mean 'tank'?"),
        Mistake(
            text: "a: { kind: tank, area_m2: 1, hieght_m: 2, height_m: 2 }",
            said: "plant.yaml:1:30: error PLT004: tank has no key 'hieght_m'; did you mean 'height_m'?"),
        Mistake(
            text: "a: { kind: tank, area_m2: 1, height_m: 2, level_m: 1 }",
            said: "plant.yaml:1:43: error PLT004: 'level_m' is an output port of tank, it cannot be set; "
                + "remove it, and read it from another component's input or a tag"),
        Mistake(
            text: "a: { kind: gain, input: 1, input: 2 }",
            said: "plant.yaml:1:28: error PLT005: the input port 'input' is driven twice; remove one of the two"),
        Mistake(
            text: "a: { kind: tank, area_m2: 1, area_m2: 2, height_m: 2 }",
            said: "plant.yaml:1:30: error PLT005: the key 'area_m2' is given twice; remove one of the two"),
        Mistake(
            text: "a: { kind: tank, area_m2: 1 }",
            said: "plant.yaml:1:1: error PLT006: a lacks 'height_m', which tank needs; "
                + "add 'height_m:' (level of the brim or overflow weir above the bottom)"),
        Mistake(
            text: "a: { kind: demand, mean_Lps: 1 }",
            said: "plant.yaml:1:1: error PLT006: a lacks 'from', which demand needs; "
                + "add 'from:' (tank that it draws from)"),
        Mistake(
            text: "a: { kind: tank, area_m2: big, height_m: 2 }",
            said: "plant.yaml:1:18: error PLT007: 'area_m2' is a number, not the word 'big'; write area_m2: NUMBER"),
        Mistake(
            text: "a: { kind: valve, kv_m3h: 1, actuator: two_coils }",
            said: "plant.yaml:1:30: error PLT007: 'actuator' is one of spring_return, two_coil, "
                + "not the word 'two_coils'; did you mean 'two_coil'?"),
        Mistake(
            text: "a: { kind: schedule, values: [1, 2] }",
            said: "plant.yaml:1:22: error PLT007: 'values' is a list of 24 numbers, not a list of 2; "
                + "write one number for each hour of the day, from midnight"),
        Mistake(
            text: "a: { kind: pump, curve: [[0, 10], [5, 12], [9, 3]] }",
            said: "plant.yaml:1:18: error PLT007: 'curve' is not a falling curve of one or three points (L/s, m); "
                + "write curve: [[FLOW, HEAD]] or three such pairs, the first at zero flow, each head below the last"),
        Mistake(
            text: "a: { kind: gain, input: [1] }",
            said: "plant.yaml:1:18: error PLT007: the input port 'input' is a number or an output port, "
                + "not a list of 1; write input: NUMBER or input: COMPONENT.PORT"),
        Mistake(
            text: "a: { kind: demand, from: 3, mean_Lps: 1 }",
            said: "plant.yaml:1:20: error PLT007: 'from' names components, not the number 3; write one name"),
        Mistake(
            text: "a: { kind: tank, area_m2: -1, height_m: 2 }",
            said: "plant.yaml:1:18: error PLT008: 'area_m2' cannot be -1 m²; "
                + "give a value from 0.001 to 1000000 m²"),
        Mistake(
            text: "a: { kind: sensor, high: 1, noise: -2 }",
            said: "plant.yaml:1:29: error PLT008: 'noise' cannot be -2 eng.; give at least 0 eng."),
        Mistake(
            text: "a: { kind: vfd, reference_pct: 101 }",
            said: "plant.yaml:1:17: error PLT008: 'reference_pct' cannot be 101 %; give a value from 0 to 100 %"),
        Mistake(
            text: "a: { kind: sensor, low: 5, high: 5 }",
            said: "plant.yaml:1:28: error PLT009: 'high' is not above 'low'; give the value at 20 mA under 'high'"),
        Mistake(
            text: "a: { kind: process_switch, on_at: 5, off_at: 5 }",
            said: "plant.yaml:1:38: error PLT009: 'on_at' and 'off_at' are the same; "
                + "leave a gap between them, the hysteresis"),
        Mistake(
            text: "a: { kind: tank, area_m2: 1, height_m: 2, initial_m: 3 }",
            said: "plant.yaml:1:43: error PLT009: 'initial_m' is above the brim, 'height_m'; start at or below the brim"
        ),
        Mistake(
            text: tank + "a: { kind: demand, from: tnak, mean_Lps: 1 }",
            said: "plant.yaml:2:20: error PLT010: there is no component 'tnak'; did you mean 'tank'?"),
        Mistake(
            text: two + "d: { kind: demand, from: a, mean_Lps: 1 }",
            said: "plant.yaml:3:20: error PLT011: 'from' of d cannot name 'a', of kind source; name one of kind tank"),
        Mistake(
            text: tank + "s: { kind: sensor, high: 1, input: tank.levle_m }",
            said:
                "plant.yaml:2:29: error PLT012: tank, of kind tank, has no output port 'levle_m'; did you mean 'level_m'? "
                + "they are level_m, level_pct, volume_m3, overflow_Lps, overflow_m3, chlorine_mgL, turbidity_NTU, "
                + "coagulant_mgL, acid_molL, carbonate_molL"
        ),
        Mistake(
            text: tank + "s: { kind: sensor, high: 1, input: tan.level_m }",
            said: "plant.yaml:2:29: error PLT012: there is no component 'tan'; did you mean 'tank'?"),
        Mistake(
            text: tank + "s: { kind: sensor, high: 1, input: tank }",
            said: "plant.yaml:2:29: error PLT012: 'tank' is not an output port; write COMPONENT.PORT, or a number"),
        Mistake(
            text: two + "l: { kind: line, from: a, to: b, elements: [] }",
            said: "plant.yaml:3:34: error PLT013: l has no elements, so nothing limits its flow; "
                + "add a pipe, a valve, an orifice or a pump"),
        Mistake(
            text: two + "h: { kind: orifice, diameter_mm: 5 }\nl: { kind: line, from: a, to: a, elements: [h] }",
            said: "plant.yaml:4:27: error PLT013: l leads from a node to itself; name another node under 'to'"),
        Mistake(
            text: two + "h: { kind: orifice, diameter_mm: 5 }\nl: { kind: line, from: a, to: b, elements: [h] }\n"
                + "m: { kind: line, from: a, to: b, elements: [h] }",
            said: "plant.yaml:5:34: error PLT013: h is in l and m; "
                + "an element belongs to one line, only a filter may be shared"),
        Mistake(
            text: two + "p: { kind: pump, curve: [[5, 5]] }\nq: { kind: pump, curve: [[5, 5]] }\n"
                + "l: { kind: line, from: a, to: b, elements: [p, q] }",
            said: "plant.yaml:5:34: error PLT013: l has pumps in 2 places; "
                + "put pumps in parallel into one list, [[P1, P2], main], or split the line with a tank"),
        Mistake(
            text: two + "h: { kind: orifice, diameter_mm: 5 }\ni: { kind: orifice, diameter_mm: 5 }\n"
                + "l: { kind: line, from: a, to: b, elements: [[h, i]] }",
            said: "plant.yaml:5:34: error PLT013: h, of kind orifice, cannot stand in parallel; "
                + "only pumps form a group; give the other branch a line of its own"),
        Mistake(
            text: two
                + "f: { kind: filter, area_m2: 1, wash_line: l }\nl: { kind: line, from: a, to: b, elements: [f] }",
            said: "plant.yaml:3:32: error PLT013: l washes f and also filters through it; "
                + "take the filter out of the elements of its wash line"),
        Mistake(
            text: "a: { kind: gain, input: b.output }\nb: { kind: gain, input: c.output }\n"
                + "c: { kind: sum, a: a.output, b: d.output }\nd: { kind: constant, value: 1 }",
            said: "plant.yaml:1:18: error PLT015: these components follow each other at once, in a ring: "
                + "a -> c -> b -> a; break it with a component that has a state, such as a lag, a motor or an actuator"),
    ]

    @Test("each mistake is named at its place, with a way to mend it", arguments: mistakes)
    func mistake(_ mistake: Mistake) {
        let said = findings(mistake.text).map(\.description)
        #expect(said.contains(mistake.said), "\(said.joined(separator: "\n"))")
    }

    @Test("a ring through a pump's flow and speed is found, and a motor in it breaks it")
    func ringThroughALine() throws {
        let water = """
            a: { kind: source, head_m: 0 }
            b: { kind: sink, head_m: 2 }
            p: { kind: pump, curve: [[5, 5]], speed: SPEED }
            l: { kind: line, from: a, to: b, elements: [p] }
            g: { kind: gain, input: p.flow_Lps, gain: 0.1, offset: 0.5 }
            m: { kind: lag, input: g.output, time_s: 5, initial: 1 }
            """
        let ring = findings(water.replacing("SPEED", with: "g.output"))
        #expect(ring.map(\.code) == ["PLT015"])
        #expect(ring[0].message.contains("p -> l -> g -> p"))
        #expect(findings(water.replacing("SPEED", with: "m.output")).isEmpty)
    }

    @Test("all mistakes are reported, not only the first")
    func everyMistake() {
        let codes = findings(
            "a: { kind: tank, area_m2: x }\nb: { kind: nothing_like_it }\nc: { kind: gain, input: q.output, gian: 1 }"
        ).map(\.code)
        #expect(codes == ["PLT003", "PLT007", "PLT006", "PLT012", "PLT004"])
    }

    @Test("a kind that resembles none is answered with the list of kinds")
    func listOfKinds() {
        let hint = findings("b: { kind: nothing_like_it }")[0].hint ?? ""
        #expect(ComponentCatalogue.entries.allSatisfy { hint.contains($0.kind) })
    }

    @Test("a plant beyond the greatest number of components is refused")
    func tooMany() {
        let text = (0...2000).map { "c\($0): { kind: constant, value: 1 }" }.joined(separator: "\n")
        #expect(findings(text).map(\.code) == ["PLT014"])
    }

    @Test("a wired input cannot be driven, a constant one can, and both say so")
    func drives() throws {
        let rig = try Rig(
            """
            c: { kind: constant, value: 2 }
            g: { kind: gain, input: c.output }
            h: { kind: gain, input: 3 }
            v: { kind: vfd }
            """)
        #expect(rig.plant.inputPort("g.input") == nil)
        #expect(rig.plant.inputDrive("g.input") == .wired("c.output"))
        #expect(rig.plant.inputDrive("h.input") == .constant)
        #expect(rig.plant.inputDrive("v.run") == .open)
        #expect(rig.plant.inputDrive("v.runs") == nil)
        #expect(!rig.plant.inputPaths.contains("g.input"))
        rig["h.input"] = 5
        rig.run(1)
        #expect(rig["g.output"] == 2)
        #expect(rig["h.output"] == 5)
        rig["v.reference_pct"] = 250
        #expect(rig["v.reference_pct"] == 100)
        rig["v.reference_pct"] = .nan
        #expect(rig["v.reference_pct"] == 100)
    }
}
