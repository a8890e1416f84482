import PLCCore
import Testing

@Suite("Branches and rungs", .timeLimit(.minutes(5)))
struct BranchTests {
    @Test("a branch passes when one leg does", arguments: 0..<8)
    func parallel(bits: Int) throws {
        let bench = try Bench("A:BOOL\nB:BOOL\nC:BOOL\nOUT:BOOL", "XIC(A)[XIC(B) ,XIO(C) ]OTE(OUT);")
        let (a, b, c) = (bits & 1, bits >> 1 & 1, bits >> 2 & 1)
        bench["A"] = Double(a)
        bench["B"] = Double(b)
        bench["C"] = Double(c)
        bench.scan()
        #expect(bench["OUT"] == (a == 1 && (b == 1 || c == 0) ? 1 : 0))
    }

    @Test("every leg is evaluated, so an output in a false leg is switched off")
    func everyLeg() throws {
        let bench = try Bench("A:BOOL\nX:BOOL\nY:BOOL\nZ:BOOL", "[XIC(A)OTE(X) ,XIO(A)OTE(Y) ,OTE(Z) ];")
        bench["A"] = 1
        bench.scan()
        #expect(bench["X"] == 1 && bench["Y"] == 0 && bench["Z"] == 1)
        bench["A"] = 0
        bench.scan()
        #expect(bench["X"] == 0 && bench["Y"] == 1 && bench["Z"] == 1)
    }

    @Test("an empty leg is a wire, but carries only what comes in")
    func emptyLeg() throws {
        let bench = try Bench("A:BOOL\nB:BOOL\nX:BOOL\nY:BOOL", "[XIC(B) , ]OTE(X);\nXIC(A)[XIC(B) , ]OTE(Y);")
        bench.scan()
        #expect(bench["X"] == 1 && bench["Y"] == 0)
    }

    @Test("branches nest to the limit, and each level restores what came into it")
    func nesting() throws {
        let depth = ProgramLimits.branchDepth
        let text =
            String(repeating: "[AFI() ,", count: depth) + "XIC(A)" + String(repeating: " ]", count: depth)
            + "OTE(X);"
        let bench = try Bench("A:BOOL\nX:BOOL", text)
        bench["A"] = 1
        bench.scan()
        #expect(bench["X"] == 1)
        bench["A"] = 0
        bench.scan()
        #expect(bench["X"] == 0)
    }

    @Test("random contact networks agree with Boolean algebra", arguments: 0..<50)
    func randomNetworks(seed: Int) throws {
        var network = RandomNetwork(seed: UInt64(seed))
        let tree = network.tree(depth: 4)
        let declarations = (0..<6).map { "B\($0):BOOL" }.joined(separator: "\n") + "\nOUT:BOOL"
        let bench = try Bench(declarations, tree.text + "OTE(OUT);")
        for bits in 0..<64 {
            for bit in 0..<6 { bench["B\(bit)"] = Double(bits >> bit & 1) }
            bench.scan()
            #expect(bench["OUT"] == (tree.value(bits) ? 1 : 0), "\(tree.text) with \(bits)")
        }
    }

    @Test("a write is seen by the next instruction, on the same rung and on the next")
    func visibleAtOnce() throws {
        let bench = try Bench("A:DINT\nX:BOOL\nY:BOOL", "ADD(A,1,A)EQU(A,1)OTE(X)XIC(X)OTE(Y);\nADD(A,1,A);")
        bench.scan()
        #expect(bench["X"] == 1 && bench["Y"] == 1 && bench["A"] == 2)
    }

    @Test("outputs stand in series and before contacts, and pass the rung on")
    func outputsInSeries() throws {
        let bench = try Bench("A:BOOL\nX:BOOL\nY:BOOL\nD:DINT", "OTE(X)XIC(A)OTE(Y)MOVE(5,D);")
        bench.scan()
        #expect(bench["X"] == 1 && bench["Y"] == 0 && bench["D"] == 0)
        bench["A"] = 1
        bench.scan()
        #expect(bench["Y"] == 1 && bench["D"] == 5)
    }

    @Test("a rung starts true whatever the one above it was")
    func freshRung() throws {
        let bench = try Bench("X:BOOL", "AFI();\n;\nOTE(X);")
        bench.scan()
        #expect(bench["X"] == 1)
    }
}
