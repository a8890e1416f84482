import Testing

@testable import PlantModels

@Suite("General blocks", .timeLimit(.minutes(5)))
struct BlockTests {
    @Test("sum, product, gain, limit and switch do their arithmetic at once, whatever their order in the file")
    func arithmetic() throws {
        let rig = try Rig(
            """
            last: { kind: limit, input: s.output, low: -3, high: 3 }
            s: { kind: sum, a: p.output, b: g.output, b_gain: -1, offset: 0.5 }
            p: { kind: product, a: c.output, b: w.output }
            g: { kind: gain, input: c.output, gain: 2, offset: 1 }
            w: { kind: switch, a: 4, b: -4 }
            c: { kind: constant, value: 2 }
            """)
        #expect(rig["p.output"] == 8)
        #expect(rig["s.output"] == 3.5)
        #expect(rig["last.output"] == 3)
        rig["w.select"] = 1
        rig.run(1)
        #expect(rig["s.output"] == -12.5)
        #expect(rig["last.output"] == -3)
    }

    @Test("lag, ramp and integrator move on by the step", arguments: [0.1, 1.0])
    func states(step: Double) throws {
        let rig = try Rig(
            """
            l: { kind: lag, input: 10, time_s: 5 }
            r: { kind: ramp, input: 10, up_per_s: 0.5, down_per_s: 2 }
            i: { kind: integrator, input: 2, gain: 0.5, high: 8 }
            """, step: step)
        rig.run(5)
        #expect(isNear(rig["l.output"], 10 * 0.6321205588, 1e-8))
        #expect(isNear(rig["r.output"], 2.5, 1e-9))
        #expect(isNear(rig["i.output"], 5, 1e-9))
        rig["r.input"] = 0
        rig.run(5)
        #expect(rig["r.output"] == 0)
        #expect(rig["i.output"] == 8)
        rig["i.reset"] = 1
        rig.run(1)
        #expect(rig["i.output"] == 0)
    }

    @Test("a schedule holds the hour's value, or draws straight lines, across midnight")
    func schedule() throws {
        let values = "[0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23]"
        let rig = try Rig(
            """
            held: { kind: schedule, values: \(values), start_h: 22 }
            drawn: { kind: schedule, values: \(values), start_h: 22, interpolate: 1 }
            """, step: 60)
        rig.run(1800)
        #expect(rig["held.output"] == 22)
        #expect(isNear(rig["drawn.output"], 22.5, 1e-9))
        rig.run(3600)
        #expect(isNear(rig["drawn.output"], 11.5, 1e-9))
        rig.run(3600)
        #expect(rig["held.output"] == 0)
    }
}
