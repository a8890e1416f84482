import Determinism
import PLCCore
import Testing

@Suite("Arithmetic at its edges", .timeLimit(.minutes(5)))
struct ArithmeticTests {
    /// One rung on tags of every numeric type.
    private func bench(_ rung: String, _ given: [String: Double] = [:]) throws -> Bench {
        let bench = try Bench("A:DINT\nB:DINT\nD:DINT\nN:INT\nM:INT\nR:REAL\nQ:REAL\nX:BOOL", rung)
        for (path, value) in given { bench[path] = value }
        bench.scan(after: 10)
        return bench
    }

    @Test("a whole number divided by zero gives the dividend and a minor fault, and the controller goes on")
    func divideByZero() throws {
        let bench = try bench("NOP();\nDIV(A,B,D)OTE(X);", ["A": 42])
        #expect(bench["D"] == 42 && bench["X"] == 1)
        #expect(bench.controller.mode == .run && bench.controller.fault == nil)
        let fault = try #require(bench.controller.minorFault)
        #expect(fault.code == .arithmetic && fault.rung == 1 && fault.instruction == "DIV")
        #expect(fault.at == SimulatedTime(nanoseconds: 10_000_000))
        #expect(bench.controller.minorFaultCount == 1)
        bench.scan()
        #expect(bench.controller.minorFaultCount == 2)
        bench.controller.clearFault()
        #expect(bench.controller.minorFaultCount == 0 && bench.controller.minorFault == nil)
        #expect(bench.controller.mode == .run)
    }

    @Test(
        "a result beyond DINT wraps with a minor fault",
        arguments: [
            ("ADD(A,1,D)", 2_147_483_647.0, -2_147_483_648.0), ("SUB(A,1,D)", -2_147_483_648, 2_147_483_647),
            ("MUL(A,2,D)", 1_073_741_824, -2_147_483_648), ("NEG(A,D)", -2_147_483_648, -2_147_483_648),
            ("ABS(A,D)", -2_147_483_648, -2_147_483_648), ("DIV(A,-1,D)", -2_147_483_648, -2_147_483_648),
        ])
    func overflow(rung: String, value: Double, result: Double) throws {
        let bench = try bench(rung + ";", ["A": value])
        #expect(bench["D"] == result)
        #expect(bench.controller.minorFaultCount == 1 && bench.controller.mode == .run)
    }

    @Test("the remainder of the smallest DINT by -1 is 0 and no fault")
    func remainderOfSmallest() throws {
        let bench = try bench("MOD(A,-1,D);", ["A": -2_147_483_648])
        #expect(bench["D"] == 0 && bench.controller.minorFaultCount == 0)
    }

    @Test("a whole number moved to an INT keeps its lower sixteen bits")
    func narrowing() throws {
        let bench = try bench("MOV(A,N)ADD(N,0,D);", ["A": 65_665])
        #expect(bench["N"] == 129 && bench["D"] == 129 && bench.controller.minorFaultCount == 1)
        let negative = try self.bench("ADD(M,1,N);", ["M": 32_767])
        #expect(negative["N"] == -32_768 && negative.controller.minorFaultCount == 1)
    }

    @Test("a masked move into an INT moves its sign bit without a fault and drops what lies above")
    func maskedMoveIntoInt() throws {
        let bench = try bench("MVM(16#8001,16#8001,N)MVM(A,16#FFFF_0000,M);", ["A": -1])
        #expect(bench["N"] == -32_767 && bench["M"] == 0 && bench.controller.minorFaultCount == 0)
    }

    @Test("bit 15 of an INT is its sign")
    func signBit() throws {
        let bench = try bench("OTL(N.15)MOV(N,D)OTU(N.15)MOV(N,A);")
        #expect(bench["D"] == -32_768 && bench["A"] == 0)
        let dint = try self.bench("OTL(D.31);")
        #expect(dint["D"] == -2_147_483_648 && dint["D.31"] == 1 && dint["D.30"] == 0)
    }

    @Test(
        "a REAL becomes a whole number by rounding half to even, within its type",
        arguments: [
            (0.5, 0.0), (1.5, 2), (2.5, 2), (-0.5, 0), (-1.5, -2), (2.4, 2), (40_000, 32_767), (-1e20, -32_768),
        ])
    func rounding(value: Double, result: Double) throws {
        let bench = try bench("MOV(R,N);", ["R": value])
        #expect(bench["N"] == result)
        #expect(bench.controller.minorFaultCount == (abs(value) > 32_768 ? 1 : 0))
    }

    @Test("a NaN leaves a whole number alone and is a minor fault")
    func notANumber() throws {
        let bench = try bench("MOV(R,D);", ["R": .nan, "D": 7])
        #expect(bench["D"] == 7 && bench.controller.minorFaultCount == 1)
    }

    @Test("a REAL overflow is kept as infinity and marked where it arises, not where it passes through")
    func realOverflow() throws {
        let bench = try bench("MUL(R,R,Q);", ["R": 1e30])
        #expect(bench["Q"] == .infinity && bench.controller.minorFaultCount == 1)
        let passing = try self.bench("ADD(R,1,Q);", ["R": .infinity])
        #expect(passing["Q"] == .infinity && passing.controller.minorFaultCount == 0)
        let zero = try self.bench("DIV(0.0,R,Q);", ["R": 0])
        #expect(zero["Q"].isNaN && zero.controller.minorFaultCount == 1)
    }

    @Test("SCP without an input span leaves its output alone", arguments: ["Q", "D"])
    func noSpan(output: String) throws {
        let bench = try bench("SCP(R,5,5,0,100,\(output));", [output: 3])
        #expect(bench[output] == 3 && bench.controller.minorFaultCount == 1)
    }

    @Test("one instruction computes in REAL when its destination is REAL, a formula by its operands")
    func mixing() throws {
        let bench = try bench("DIV(7,2,R)CPT(Q,7/2)CPT(D,7/2.0);")
        #expect(bench["R"] == 3.5 && bench["Q"] == 3 && bench["D"] == 4)
    }

    @Test("setValue rounds half to even, saturates, and takes NaN for 0 in a whole number")
    func setValue() throws {
        let bench = try bench("NOP();")
        for (value, result) in [(2.5, 2.0), (3.5, 4), (1e9, 32_767), (-1e9, -32_768), (.nan, 0)] {
            bench["N"] = value
            #expect(bench["N"] == result)
        }
        bench["D"] = 1e12
        #expect(bench["D"] == 2_147_483_647)
        bench["X"] = 0.25
        #expect(bench["X"] == 1)
        bench["X"] = .nan
        #expect(bench["X"] == 0)
    }

    @Test("a false rung has no arithmetic faults")
    func falseRung() throws {
        let bench = try bench("AFI()DIV(A,0,D)MUL(R,R,Q)MOV(R,N);", ["R": 1e30, "D": 5])
        #expect(bench.controller.minorFaultCount == 0 && bench["D"] == 5)
    }
}
