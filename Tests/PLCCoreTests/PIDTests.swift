import PLCCore
import Testing

@Suite("PID", .timeLimit(.minutes(5)))
struct PIDTests {
    /// A loop on a REAL input and output, scanned every 100 ms.
    private func loop(_ initial: String, operands: String = "P,PV,0,CV,0,0,0") throws -> Bench {
        let bench = try Bench(
            "P:PID \(initial)\nPV:REAL\nTIE:REAL\nCV:REAL\nHOLD:BOOL\nHOLDCV:REAL\nON:BOOL 1",
            "XIC(ON)PID(\(operands));")
        return bench
    }

    private func near(_ value: Double, _ wanted: Double, _ tolerance: Double = 1e-4) -> Bool {
        abs(value - wanted) <= tolerance
    }

    @Test("by default the error is SP - PV, so a low PV opens the output; CA = 1 turns it round")
    func controlAction() throws {
        let bench = try loop("KP=2;SP=60")
        bench["PV"] = 50
        bench.scan()
        #expect(bench["P.ERR"] == 10 && bench["P.OUT"] == 20 && bench["CV"] == 20)
        let direct = try loop("KP=2;SP=40;CA=1")
        direct["PV"] = 50
        direct.scan()
        #expect(direct["P.ERR"] == 10 && direct["CV"] == 20)
    }

    @Test("the error counts in percent of the span MINS..MAXS, and BIAS is added")
    func span() throws {
        let bench = try loop("KP=1;SP=1;MAXS=4;MINS=0;BIAS=10")
        bench["PV"] = 0.5
        bench.scan()
        #expect(near(bench["CV"], 22.5))
    }

    @Test("the integral grows by KI * error * time, whatever the scan period")
    func integral() throws {
        for (period, count) in [(100.0, 50), (20, 250), (33.333, 150)] {
            let bench = try loop("KI=0.5;SP=10")
            bench.scan()
            let start = bench["CV"]
            for _ in 0..<count { bench.scan(after: period) }
            #expect(near(bench["CV"] - start, 0.5 * 10 * period * Double(count) / 1_000, 1e-3))
        }
    }

    @Test("dependent gains do what their independent conversions do")
    func dependentGains() throws {
        // Kc 2, Ti 0.5 min, Td 0.01 min: Kp 2, Ki 2 / 30, Kd 1.2.
        let dependent = try loop("PE=1;KP=2;KI=0.5;KD=0.01;SP=50;DOE=1")
        let independent = try loop("KP=2;KI=0.066666667;KD=1.2;SP=50;DOE=1")
        for step in 0..<100 {
            for bench in [dependent, independent] {
                bench["PV"] = 40 + Double(step % 13)
                bench.scan(after: 100)
            }
            #expect(near(dependent["CV"], independent["CV"], 1e-3))
        }
    }

    @Test("the derivative of PV opposes a rising PV and ignores a change of the setpoint")
    func derivative() throws {
        let bench = try loop("KD=2;NDF=1;BIAS=50")
        bench.scan()
        bench["P.SP"] = 90
        bench.scan(after: 100)
        #expect(near(bench["CV"], 50), "no kick")
        bench["PV"] = 1
        bench.scan(after: 100)
        #expect(near(bench["CV"], 50 - 2 * 1 / 0.1))
        bench.scan(after: 100)
        #expect(near(bench["CV"], 50))
        let direct = try loop("KD=2;NDF=1;BIAS=50;CA=1")
        direct.scan()
        direct["PV"] = 1
        direct.scan(after: 100)
        #expect(near(direct["CV"], 70))
    }

    @Test("smoothing spreads the derivative over several executions and keeps its area")
    func smoothing() throws {
        let bench = try loop("KD=2;BIAS=50")
        bench.scan()
        bench["PV"] = 1
        var area = 0.0
        var peak = 0.0
        for _ in 0..<200 {
            bench.scan(after: 100)
            area += (50 - bench["CV"]) * 0.1
            peak = max(peak, 50 - bench["CV"])
        }
        #expect(near(area, 2, 1e-2) && peak < 20)
    }

    @Test("the integral does not wind up at a limit: the output leaves it at once")
    func antiWindup() throws {
        let bench = try loop("KP=1;KI=1;SP=50;MAXO=80")
        for _ in 0..<1_000 { bench.scan(after: 100) }
        #expect(bench["CV"] == 80 && bench["P.OLH"] == 1 && bench["P.OLL"] == 0)
        bench["PV"] = 51
        bench.scan(after: 100)
        #expect(bench["CV"] < 80 && bench["P.OLH"] == 0)
        let low = try loop("KP=1;KI=1;SP=0;MINO=15")
        low["PV"] = 50
        for _ in 0..<100 { low.scan(after: 100) }
        #expect(low["CV"] == 15 && low["P.OLL"] == 1)
    }

    @Test("software manual gives SO, and the way there and back makes no bump")
    func softwareManual() throws {
        let bench = try loop("KP=1;KI=0.2;SP=50")
        bench["PV"] = 45
        for _ in 0..<20 { bench.scan(after: 100) }
        let automatic = bench["CV"]
        bench["P.SWM"] = 1
        bench.scan(after: 100)
        #expect(near(bench["CV"], automatic), "SO follows the output in automatic")
        bench["P.SO"] = 70
        bench.scan(after: 100)
        #expect(bench["CV"] == 70)
        bench["PV"] = 20
        bench.scan(after: 100)
        #expect(bench["CV"] == 70)
        bench["P.SWM"] = 0
        bench.scan(after: 100)
        #expect(near(bench["CV"], 70 + 0.2 * 30 * 0.1, 1e-3), "one step of the integral, no more")
    }

    @Test("manual follows the tieback, wins over software manual, and without a tieback gives SO")
    func manual() throws {
        let bench = try loop("KP=1;KI=0.2;SP=50;MAXCV=20;MINCV=4", operands: "P,PV,TIE,CV,0,0,0")
        bench["PV"] = 50
        bench.scan(after: 100)
        bench["P.MO"] = 1
        bench["P.SWM"] = 1
        bench["P.SO"] = 10
        bench["TIE"] = 12
        bench.scan(after: 100)
        #expect(bench["P.OUT"] == 50 && bench["CV"] == 12 && bench["P.TIE"] == 50)
        bench["P.MO"] = 0
        bench["P.SWM"] = 0
        bench.scan(after: 100)
        #expect(near(bench["CV"], 12))
        let bare = try loop("KP=1;SP=50;SO=33;MO=1")
        bare.scan()
        #expect(bare["CV"] == 33)
    }

    @Test("inhold forces the output to its value and releases it without a bump")
    func inhold() throws {
        let bench = try loop("KP=1;KI=0.2;SP=50", operands: "P,PV,0,CV,0,HOLD,HOLDCV")
        bench["PV"] = 50
        bench["HOLD"] = 1
        bench["HOLDCV"] = 66
        bench.scan(after: 100)
        #expect(bench["CV"] == 66)
        bench["HOLD"] = 0
        bench.scan(after: 100)
        #expect(near(bench["CV"], 66))
    }

    @Test("a loop without integral takes up a bias in manual, unless NOBC says no")
    func biasCalculation() throws {
        for (flag, wanted) in [("", 75.0), (";NOBC=1", 10.0)] {
            let bench = try loop("KP=1;SP=50\(flag)")
            bench["PV"] = 40
            bench.scan(after: 100)
            #expect(bench["CV"] == 10)
            bench["P.SWM"] = 1
            bench["P.SO"] = 75
            bench.scan(after: 100)
            bench["P.SWM"] = 0
            bench.scan(after: 100)
            #expect(bench["CV"] == wanted)
        }
    }

    @Test("the loop computes every UPD seconds only")
    func updateTime() throws {
        let bench = try loop("KP=1;SP=50;UPD=0.5")
        bench.scan()
        var changes: [Int] = []
        for scan in 1...20 {
            let before = bench["CV"]
            bench["PV"] = Double(scan)
            bench.scan(after: 100)
            if bench["CV"] != before { changes.append(scan) }
        }
        #expect(changes == [5, 10, 15, 20])
        let everyScan = try loop("KI=1;SP=50;UPD=0.1")
        everyScan.scan()
        let start = everyScan["CV"]
        var last = start
        for scan in 1..<10 {
            everyScan.scan(after: 100)
            #expect(everyScan["CV"] > last, "the REAL 0.1 is not taken for more than 100 ms, scan \(scan)")
            last = everyScan["CV"]
        }
        everyScan.scan(after: 100)
        #expect(near(everyScan["CV"] - start, 50, 1e-3))
    }

    @Test("the deadband holds the output from when the error crosses zero; NOZC at once")
    func deadband() throws {
        let bench = try loop("KP=1;SP=50;DB=5;BIAS=40")
        bench["PV"] = 46
        bench.scan(after: 100)
        #expect(bench["P.EWD"] == 0 && bench["CV"] == 44)
        bench["PV"] = 48
        bench.scan(after: 100)
        #expect(bench["CV"] == 42, "not crossed yet")
        bench["PV"] = 51
        bench.scan(after: 100)
        #expect(bench["P.EWD"] == 1 && bench["CV"] == 42)
        bench["PV"] = 48
        bench.scan(after: 100)
        #expect(bench["P.EWD"] == 1 && bench["CV"] == 42)
        bench["PV"] = 44
        bench.scan(after: 100)
        #expect(bench["P.EWD"] == 0 && bench["CV"] == 46)
        let atOnce = try loop("KP=1;SP=50;DB=5;BIAS=40;NOZC=1")
        atOnce["PV"] = 30
        atOnce.scan(after: 100)
        atOnce["PV"] = 46
        atOnce.scan(after: 100)
        #expect(atOnce["P.EWD"] == 1 && atOnce["CV"] == 60)
    }

    @Test("MINI..MAXI scales the PV operand and MINCV..MAXCV the output")
    func scaling() throws {
        let bench = try loop("KP=1;SP=3;MAXS=4;MINS=0;MAXI=20;MINI=4;MAXCV=20;MINCV=4")
        bench["PV"] = 12
        bench.scan()
        #expect(bench["P.PV"] == 2 && bench["P.OUT"] == 25 && bench["P.CV"] == 8 && bench["CV"] == 8)
    }

    @Test("a PV that is no number holds the output and leaves no trace in the integral")
    func notANumber() throws {
        let bench = try loop("KP=1;KI=1;SP=50")
        bench["PV"] = 49
        for _ in 0..<5 { bench.scan(after: 100) }
        let before = bench["CV"]
        for value in [Double.nan, .infinity] {
            bench["PV"] = value
            bench.scan(after: 100)
            #expect(bench["CV"] == before)
        }
        #expect(bench.controller.mode == .run && bench.controller.minorFaultCount == 2)
        bench["PV"] = 49
        bench.scan(after: 100)
        #expect(bench["CV"].isFinite && bench["CV"] > before)
    }

    @Test(
        "no member value whatever stops the program",
        arguments: StructureLayout.of(.pid)!.members.filter { $0.type == .real }.map(\.name))
    func anyMember(name: String) throws {
        for value in [Double.nan, .infinity, -.infinity, -1, 0, 3.4e38, -3.4e38] where !(name == "UPD" && !(value >= 0))
        {
            let bench = try loop("KP=1;KI=1;KD=1;SP=50;PVH=10;DVP=3;DB=1", operands: "P,PV,TIE,CV,0,HOLD,HOLDCV")
            bench.scan(after: 100)
            bench["P.\(name)"] = value
            for flag in ["P.SWM", "P.MO", "HOLD", "P.PE"] {
                bench.scan(after: 100)
                bench[flag] = 1
                bench.scan(after: 100)
                bench[flag] = 0
            }
            bench["P.\(name)"] = 1
            bench.scan(after: 100_000)
            #expect(bench["P.OUT"].isFinite, "\(name) = \(value)")
        }
    }

    @Test("a setpoint outside MINS..MAXS is limited and marked")
    func setpointRange() throws {
        let bench = try loop("KP=1;SP=130")
        bench["PV"] = 90
        bench.scan()
        #expect(bench["P.SPOR"] == 1 && bench["CV"] == 10)
    }

    @Test("equal output limits become 0 and 100")
    func outputLimits() throws {
        let bench = try loop("KP=1;SP=50;MAXO=30;MINO=30")
        bench.scan()
        #expect(bench["P.MAXO"] == 100 && bench["P.MINO"] == 0)
    }

    @Test("an update time below zero is fault 4/35")
    func badUpdateTime() throws {
        let bench = try loop("KP=1;UPD=-1")
        bench.scan()
        #expect(bench.controller.fault?.code == .pidUpdateTime && bench.controller.fault?.instruction == "PID")
    }

    @Test("a false rung stops the loop; it restarts from its output without a bump")
    func falseRung() throws {
        let bench = try loop("KP=1;KI=0.5;SP=50")
        bench["PV"] = 45
        for _ in 0..<20 { bench.scan(after: 100) }
        let before = bench["CV"]
        bench["ON"] = 0
        bench["PV"] = 20
        for _ in 0..<20 { bench.scan(after: 100) }
        #expect(bench["CV"] == before && bench["P.EN"] == 0)
        bench["ON"] = 1
        bench.scan(after: 100)
        #expect(near(bench["CV"], before, 1e-3))
    }

    @Test("alarms come at their limits and go by their deadband")
    func alarms() throws {
        let bench = try loop("KP=1;SP=50;PVH=80;PVL=20;PVDB=2;DVP=10;DVN=10;DVDB=1")
        for (value, high, low, above, below) in [
            (50.0, 0.0, 0.0, 0.0, 0.0), (80, 1, 0, 0, 1), (79, 1, 0, 0, 1), (77.9, 0, 0, 0, 1), (59.5, 0, 0, 0, 1),
            (58.9, 0, 0, 0, 0), (40, 0, 0, 1, 0), (20, 0, 1, 1, 0), (22.1, 0, 0, 1, 0),
        ] {
            bench["PV"] = value
            bench.scan(after: 100)
            #expect(
                [bench["P.PVHA"], bench["P.PVLA"], bench["P.DVPA"], bench["P.DVNA"]] == [high, low, above, below],
                "PV \(value)")
        }
    }

    @Test("in a cascade the master's output is the slave's setpoint, and the master follows a slave in manual")
    func cascade() throws {
        let bench = try Bench(
            "M:PID KP=1;KI=0.1;SP=50\nS:PID KP=1;KI=0.5;MAXS=10\nLEVEL:REAL 40\nFLOW:REAL 4\nCV:REAL",
            "PID(M,LEVEL,0,0,0,0,0)PID(S,FLOW,0,CV,M,0,0);")
        for _ in 0..<10 { bench.scan(after: 100) }
        #expect(near(bench["S.SP"], bench["M.OUT"] / 10))
        #expect(bench["M.CT"] == 1 && bench["S.CL"] == 1 && bench["S.CT"] == 0)
        bench["S.SWM"] = 1
        bench["S.SP"] = 8
        for _ in 0..<3 { bench.scan(after: 100) }
        #expect(near(bench["M.OUT"], 80, 1e-3))
        bench["S.SWM"] = 0
        bench.scan(after: 100)
        bench.scan(after: 100)
        #expect(near(bench["S.SP"], 8, 0.2), "back in automatic without a bump")
    }

    @Test("a loop around a first-order process settles at its setpoint")
    func closedLoop() throws {
        let bench = try loop("KP=1.5;KI=0.3;SP=60;UPD=0.1")
        var process = 20.0
        for _ in 0..<2_000 {
            bench["PV"] = process
            bench.scan(after: 100)
            process += (bench["CV"] - process) * 0.1 / 5
        }
        #expect(near(process, 60, 0.05))
    }
}
