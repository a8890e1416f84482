import LadderText
import PLCCore
import Testing

/// One row of the truth table, as a program: `XIC(IN)` before the instruction, `OTE(OUT)` behind it.
struct TruthRow: Sendable, CustomTestStringConvertible {
    /// What the rung is when the row applies.
    enum Condition: String, CaseIterable, Sendable {
        case rungTrue, rungFalse, prescan
    }

    let kind: InstructionKind
    let condition: Condition
    let operands: String
    /// Tags set before the scan.
    let given: [String: Double]
    /// Tags expected after it.
    let then: [String: Double]
    /// The rung condition out; nil at prescan.
    let out: Bool?

    init(
        _ kind: InstructionKind, _ condition: Condition, _ operands: String, given: [String: Double] = [:],
        then: [String: Double] = [:], out: Bool? = nil
    ) {
        self.kind = kind
        self.condition = condition
        self.operands = operands
        self.given = given
        self.then = then
        self.out = out
    }

    var testDescription: String {
        "\(kind.rawValue)(\(operands)) \(condition.rawValue) given \(given.sorted { $0.key < $1.key })"
    }

    static let tags = """
        IN:BOOL
        OUT:BOOL
        B:BOOL
        S:BOOL
        A:DINT
        D:DINT
        E:DINT
        N:INT
        R:REAL
        Q:REAL
        T:TIMER PRE=100
        C:COUNTER PRE=3
        P:PID KP=2
        """

    static let rows: [TruthRow] = bits + timers + counters + compares + computes

    private static let bits: [TruthRow] = [
        TruthRow(.xic, .rungTrue, "B", given: ["B": 1], out: true),
        TruthRow(.xic, .rungTrue, "B", given: ["B": 0], out: false),
        TruthRow(.xic, .rungFalse, "B", given: ["B": 1], out: false),
        TruthRow(.xic, .prescan, "B", given: ["B": 1], then: ["B": 1]),
        TruthRow(.xio, .rungTrue, "B", given: ["B": 0], out: true),
        TruthRow(.xio, .rungTrue, "B", given: ["B": 1], out: false),
        TruthRow(.xio, .rungFalse, "B", given: ["B": 0], out: false),
        TruthRow(.xio, .prescan, "B", given: ["B": 1], then: ["B": 1]),
        TruthRow(.ote, .rungTrue, "B", then: ["B": 1], out: true),
        TruthRow(.ote, .rungFalse, "B", given: ["B": 1], then: ["B": 0], out: false),
        TruthRow(.ote, .prescan, "B", given: ["B": 1], then: ["B": 0]),
        TruthRow(.otl, .rungTrue, "B", then: ["B": 1], out: true),
        TruthRow(.otl, .rungFalse, "B", given: ["B": 1], then: ["B": 1], out: false),
        TruthRow(.otl, .rungFalse, "B", then: ["B": 0], out: false),
        TruthRow(.otl, .prescan, "B", given: ["B": 1], then: ["B": 1]),
        TruthRow(.otu, .rungTrue, "B", given: ["B": 1], then: ["B": 0], out: true),
        TruthRow(.otu, .rungFalse, "B", given: ["B": 1], then: ["B": 1], out: false),
        TruthRow(.otu, .prescan, "B", given: ["B": 1], then: ["B": 1]),
        TruthRow(.ons, .rungTrue, "S", given: ["S": 0], then: ["S": 1], out: true),
        TruthRow(.ons, .rungTrue, "S", given: ["S": 1], then: ["S": 1], out: false),
        TruthRow(.ons, .rungFalse, "S", given: ["S": 1], then: ["S": 0], out: false),
        TruthRow(.ons, .prescan, "S", then: ["S": 1]),
        TruthRow(.osr, .rungTrue, "S,B", given: ["S": 0], then: ["S": 1, "B": 1], out: true),
        TruthRow(.osr, .rungTrue, "S,B", given: ["S": 1, "B": 1], then: ["S": 1, "B": 0], out: true),
        TruthRow(.osr, .rungFalse, "S,B", given: ["S": 1, "B": 1], then: ["S": 0, "B": 0], out: false),
        TruthRow(.osr, .prescan, "S,B", given: ["B": 1], then: ["S": 1, "B": 0]),
        TruthRow(.osf, .rungTrue, "S,B", given: ["B": 1], then: ["S": 1, "B": 0], out: true),
        TruthRow(.osf, .rungFalse, "S,B", given: ["S": 1], then: ["S": 0, "B": 1], out: false),
        TruthRow(.osf, .rungFalse, "S,B", given: ["S": 0, "B": 1], then: ["S": 0, "B": 0], out: false),
        TruthRow(.osf, .prescan, "S,B", given: ["S": 1, "B": 1], then: ["S": 0, "B": 0]),
        TruthRow(.afi, .rungTrue, "", out: false),
        TruthRow(.afi, .rungFalse, "", out: false),
        TruthRow(.afi, .prescan, ""),
        TruthRow(.nop, .rungTrue, "", out: true),
        TruthRow(.nop, .rungFalse, "", out: false),
        TruthRow(.nop, .prescan, ""),
    ]

    private static let timers: [TruthRow] = [
        TruthRow(.ton, .rungTrue, "T,?,?", then: ["T.EN": 1, "T.TT": 1, "T.DN": 0, "T.ACC": 0], out: true),
        TruthRow(.ton, .rungTrue, "T,?,?", given: ["T.ACC": 100], then: ["T.EN": 1, "T.TT": 0, "T.DN": 1], out: true),
        TruthRow(
            .ton, .rungFalse, "T,?,?", given: ["T.ACC": 50, "T.EN": 1, "T.TT": 1, "T.DN": 1],
            then: ["T.ACC": 0, "T.EN": 0, "T.TT": 0, "T.DN": 0], out: false),
        TruthRow(
            .ton, .prescan, "T,?,?", given: ["T.ACC": 50, "T.EN": 1, "T.TT": 1, "T.DN": 1],
            then: ["T.ACC": 0, "T.EN": 0, "T.TT": 0, "T.DN": 0]),
        TruthRow(
            .tof, .rungTrue, "T,?,?", given: ["T.ACC": 50, "T.TT": 1],
            then: ["T.ACC": 0, "T.EN": 1, "T.TT": 0, "T.DN": 1], out: true),
        TruthRow(
            .tof, .rungFalse, "T,?,?", given: ["T.ACC": 50, "T.EN": 1, "T.DN": 1],
            then: ["T.ACC": 50, "T.EN": 0, "T.TT": 1, "T.DN": 1], out: false),
        TruthRow(
            .tof, .rungFalse, "T,?,?", given: ["T.ACC": 100, "T.DN": 1],
            then: ["T.ACC": 100, "T.TT": 0, "T.DN": 0], out: false),
        TruthRow(
            .tof, .prescan, "T,?,?", given: ["T.ACC": 50, "T.EN": 1, "T.TT": 1, "T.DN": 1],
            then: ["T.ACC": 100, "T.EN": 0, "T.TT": 0, "T.DN": 0]),
        TruthRow(.rto, .rungTrue, "T,?,?", given: ["T.ACC": 50], then: ["T.ACC": 50, "T.EN": 1, "T.TT": 1], out: true),
        TruthRow(
            .rto, .rungFalse, "T,?,?", given: ["T.ACC": 150, "T.EN": 1, "T.TT": 1, "T.DN": 1],
            then: ["T.ACC": 150, "T.EN": 0, "T.TT": 0, "T.DN": 1], out: false),
        TruthRow(
            .rto, .prescan, "T,?,?", given: ["T.ACC": 150, "T.EN": 1, "T.TT": 1, "T.DN": 1],
            then: ["T.ACC": 150, "T.EN": 0, "T.TT": 0, "T.DN": 0]),
    ]

    private static let counters: [TruthRow] = [
        TruthRow(
            .ctu, .rungTrue, "C,?,?", given: ["C.CU": 0, "C.ACC": 2], then: ["C.ACC": 3, "C.CU": 1, "C.DN": 1],
            out: true),
        TruthRow(.ctu, .rungTrue, "C,?,?", given: ["C.CU": 1, "C.ACC": 2], then: ["C.ACC": 2, "C.DN": 0], out: true),
        TruthRow(
            .ctu, .rungTrue, "C,?,?", given: ["C.CU": 0, "C.ACC": 2_147_483_647],
            then: ["C.ACC": -2_147_483_648, "C.OV": 1, "C.DN": 0], out: true),
        TruthRow(
            .ctu, .rungTrue, "C,?,?", given: ["C.CU": 0, "C.UN": 1, "C.ACC": 2_147_483_647],
            then: ["C.ACC": -2_147_483_648, "C.OV": 0, "C.UN": 0], out: true),
        TruthRow(
            .ctu, .rungFalse, "C,?,?", given: ["C.CU": 1, "C.ACC": 5, "C.DN": 1],
            then: ["C.CU": 0, "C.ACC": 5, "C.DN": 1], out: false),
        TruthRow(.ctu, .prescan, "C,?,?", given: ["C.ACC": 5], then: ["C.CU": 1, "C.ACC": 5]),
        TruthRow(
            .ctd, .rungTrue, "C,?,?", given: ["C.CD": 0, "C.ACC": 3, "C.DN": 1],
            then: ["C.ACC": 2, "C.CD": 1, "C.DN": 0], out: true),
        TruthRow(
            .ctd, .rungTrue, "C,?,?", given: ["C.CD": 0, "C.ACC": -2_147_483_648],
            then: ["C.ACC": 2_147_483_647, "C.UN": 1, "C.DN": 1], out: true),
        TruthRow(
            .ctd, .rungTrue, "C,?,?", given: ["C.CD": 0, "C.OV": 1, "C.ACC": -2_147_483_648],
            then: ["C.ACC": 2_147_483_647, "C.UN": 0, "C.OV": 0], out: true),
        TruthRow(
            .ctd, .rungFalse, "C,?,?", given: ["C.CD": 1, "C.ACC": 5], then: ["C.CD": 0, "C.ACC": 5], out: false),
        TruthRow(.ctd, .prescan, "C,?,?", given: ["C.ACC": 5], then: ["C.CD": 1, "C.ACC": 5]),
        TruthRow(
            .res, .rungTrue, "C", given: ["C.ACC": 5, "C.DN": 1, "C.OV": 1, "C.UN": 1, "C.CU": 1, "C.CD": 1],
            then: ["C.ACC": 0, "C.DN": 0, "C.OV": 0, "C.UN": 0, "C.CU": 1, "C.CD": 1, "C.PRE": 3], out: true),
        TruthRow(
            .res, .rungTrue, "T", given: ["T.ACC": 5, "T.EN": 1, "T.TT": 1, "T.DN": 1],
            then: ["T.ACC": 0, "T.EN": 0, "T.TT": 0, "T.DN": 0, "T.PRE": 100], out: true),
        TruthRow(.res, .rungFalse, "C", given: ["C.ACC": 5, "C.DN": 1], then: ["C.ACC": 5, "C.DN": 1], out: false),
        TruthRow(.res, .prescan, "C", given: ["C.ACC": 5, "C.DN": 1], then: ["C.ACC": 5, "C.DN": 1]),
    ]

    private static let compares: [TruthRow] = {
        var rows: [TruthRow] = []
        // Below, equal and above, for each of the six relations, in DINT and in REAL.
        let table: [(InstructionKind, [Bool])] = [
            (.equ, [false, true, false]), (.neq, [true, false, true]), (.grt, [false, false, true]),
            (.geq, [false, true, true]), (.les, [true, false, false]), (.leq, [true, true, false]),
        ]
        for (kind, results) in table {
            for (value, result) in zip([4.0, 5, 6], results) {
                rows.append(TruthRow(kind, .rungTrue, "A,5", given: ["A": value], out: result))
                rows.append(TruthRow(kind, .rungTrue, "R,A", given: ["R": value, "A": 5], out: result))
                rows.append(TruthRow(kind, .rungFalse, "A,5", given: ["A": value], out: false))
            }
            rows.append(TruthRow(kind, .rungTrue, "R,5", given: ["R": .nan], out: kind == .neq))
            rows.append(TruthRow(kind, .prescan, "A,5", given: ["A": 5], then: ["A": 5]))
        }
        for (value, result) in zip([1.0, 2, 3, 4, 5], [false, true, true, true, false]) {
            rows.append(TruthRow(.lim, .rungTrue, "2,A,4", given: ["A": value], out: result))
            // Low above high: outside, both limits included.
            rows.append(TruthRow(.lim, .rungTrue, "4,A,2", given: ["A": value], out: !result || value != 3))
            rows.append(TruthRow(.lim, .rungTrue, "2.0,R,4", given: ["R": value], out: result))
        }
        rows.append(TruthRow(.lim, .rungTrue, "0,R,1", given: ["R": .nan], out: false))
        rows.append(TruthRow(.lim, .rungFalse, "2,A,4", given: ["A": 3], out: false))
        rows.append(TruthRow(.lim, .prescan, "2,A,4", given: ["A": 3], then: ["A": 3]))
        rows.append(TruthRow(.meq, .rungTrue, "A,16#0F,5", given: ["A": 0x35], out: true))
        rows.append(TruthRow(.meq, .rungTrue, "A,16#FF,5", given: ["A": 0x35], out: false))
        rows.append(TruthRow(.meq, .rungFalse, "A,16#0F,5", given: ["A": 0x35], out: false))
        rows.append(TruthRow(.meq, .prescan, "A,16#0F,5", given: ["A": 1], then: ["A": 1]))
        rows.append(TruthRow(.cmp, .rungTrue, "A > 2 AND NOT B", given: ["A": 3], out: true))
        rows.append(TruthRow(.cmp, .rungTrue, "A > 2 AND NOT B", given: ["A": 3, "B": 1], out: false))
        rows.append(TruthRow(.cmp, .rungFalse, "A > 2", given: ["A": 3], out: false))
        rows.append(TruthRow(.cmp, .prescan, "A > 2", given: ["A": 3], then: ["A": 3]))
        return rows
    }()

    private static let computes: [TruthRow] = {
        var rows: [TruthRow] = []
        func add(_ kind: InstructionKind, _ operands: String, given: [String: Double], then: [String: Double]) {
            rows.append(TruthRow(kind, .rungTrue, operands, given: given, then: then, out: true))
            var kept = given
            for path in then.keys where given[path] == nil { kept[path] = 77 }
            rows.append(TruthRow(kind, .rungFalse, operands, given: kept, then: kept, out: false))
            rows.append(TruthRow(kind, .prescan, operands, given: kept, then: kept))
        }
        add(.mov, "A,D", given: ["A": -7], then: ["D": -7])
        add(.mov, "A,R", given: ["A": -7], then: ["R": -7])
        add(.mov, "R,N", given: ["R": 2.5], then: ["N": 2])
        add(.mov, "R,D", given: ["R": -3.5], then: ["D": -4])
        add(.mvm, "A,16#F0,D", given: ["A": 0x12], then: ["D": 0x1D])
        add(.clr, "D", given: [:], then: ["D": 0])
        add(.clr, "R", given: [:], then: ["R": 0])
        add(.add, "A,E,D", given: ["A": 7, "E": -2], then: ["D": 5])
        add(.add, "A,R,Q", given: ["A": 7, "R": 0.5], then: ["Q": 7.5])
        add(.sub, "A,E,D", given: ["A": 7, "E": -2], then: ["D": 9])
        add(.mul, "A,E,D", given: ["A": 7, "E": -2], then: ["D": -14])
        add(.div, "A,E,D", given: ["A": 7, "E": -2], then: ["D": -3])
        add(.div, "A,2,R", given: ["A": 7], then: ["R": 3.5])
        add(.div, "R,2,D", given: ["R": 5], then: ["D": 2])
        add(.mod, "A,E,D", given: ["A": -7, "E": 4], then: ["D": -3])
        add(.mod, "R,2,Q", given: ["R": 5.5], then: ["Q": 1.5])
        add(.neg, "A,D", given: ["A": 7], then: ["D": -7])
        add(.abs, "A,D", given: ["A": -7], then: ["D": 7])
        add(.sqr, "A,D", given: ["A": 8], then: ["D": 2])
        add(.sqr, "R,Q", given: ["R": -9], then: ["Q": 3])
        add(.cpt, "D,A + 2 * E", given: ["A": 1, "E": 10], then: ["D": 21])
        add(.scp, "R,4,20,0,100,Q", given: ["R": 12], then: ["Q": 50])
        add(.scp, "R,4,20,0,100,Q", given: ["R": 24], then: ["Q": 125])
        add(.scl, "A,5000,3,D", given: ["A": 10], then: ["D": 8])
        rows[rows.firstIndex { $0.kind == .mvm && $0.condition == .rungTrue }!] = TruthRow(
            .mvm, .rungTrue, "A,16#F0,D", given: ["A": 0x12, "D": 0x7D], then: ["D": 0x1D], out: true)
        rows.append(
            TruthRow(
                .pid, .rungTrue, "P,R,0,Q,0,0,0", given: ["R": 40, "P.SP": 50],
                then: ["P.EN": 1, "P.INI": 1, "P.ERR": 10, "P.OUT": 20, "Q": 20], out: true))
        rows.append(
            TruthRow(
                .pid, .rungFalse, "P,R,0,Q,0,0,0", given: ["P.EN": 1, "P.INI": 1, "P.OUT": 33, "Q": 33],
                then: ["P.EN": 0, "P.INI": 0, "P.OUT": 33, "Q": 33], out: false))
        rows.append(
            TruthRow(
                .pid, .prescan, "P,R,0,Q,0,0,0", given: ["P.EN": 1, "P.INI": 1, "P.OUT": 33],
                then: ["P.EN": 0, "P.INI": 0, "P.OUT": 33]))
        return rows
    }()
}

@Suite("Truth tables", .timeLimit(.minutes(5)))
struct TruthTableTests {
    @Test("an instruction does what its row says", arguments: TruthRow.rows)
    func row(_ row: TruthRow) throws {
        let bench = try Bench(TruthRow.tags, "XIC(IN)\(row.kind.rawValue)(\(row.operands))OTE(OUT);", run: false)
        if row.condition == .prescan {
            bench["OUT"] = 1
            for (path, value) in row.given { bench[path] = value }
            bench.controller.enterRun(at: bench.now)
            #expect(bench["OUT"] == 0)
        } else {
            bench.controller.enterRun(at: bench.now)
            bench["IN"] = row.condition == .rungTrue ? 1 : 0
            bench["OUT"] = row.out == true ? 0 : 1
            for (path, value) in row.given { bench[path] = value }
            bench.scan()
            #expect(bench["OUT"] == (row.out == true ? 1 : 0), "rung condition out")
        }
        for (path, value) in row.then.sorted(by: { $0.key < $1.key }) {
            #expect(bench[path] == value, "\(path)")
        }
        #expect(bench.controller.fault == nil && bench.controller.minorFault == nil)
    }

    @Test("every instruction has a row for a true rung, a false rung and the prescan")
    func coverage() {
        for kind in InstructionKind.allCases {
            for condition in TruthRow.Condition.allCases {
                #expect(
                    TruthRow.rows.contains { $0.kind == kind && $0.condition == condition },
                    "\(kind.rawValue) \(condition.rawValue)")
            }
        }
    }

    @Test("the catalogue has one entry for each instruction, and no name stands for two")
    func catalogue() {
        #expect(
            InstructionCatalogue.entries.map(\.kind.rawValue).sorted()
                == InstructionKind.allCases.map(\.rawValue).sorted())
        #expect(Set(InstructionCatalogue.names).count == InstructionCatalogue.names.count)
        #expect(InstructionCatalogue.unsupported.isDisjoint(with: InstructionCatalogue.names))
        for entry in InstructionCatalogue.entries {
            #expect(entry.sentence.hasSuffix("."))
            #expect(InstructionCatalogue.entry(named: entry.mnemonic.lowercased())?.kind == entry.kind)
        }
    }

    @Test(
        "the names of version 36 mean the same as the older ones",
        arguments: [
            ("EQ", InstructionKind.equ), ("NE", .neq), ("GT", .grt), ("GE", .geq), ("LT", .les), ("LE", .leq),
            ("MOVE", .mov), ("LIMIT", .lim), ("SQRT", .sqr),
        ])
    func aliases(name: String, kind: InstructionKind) {
        #expect(InstructionCatalogue.entry(named: name)?.kind == kind)
    }
}
