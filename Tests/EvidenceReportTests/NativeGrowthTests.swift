import Evidence
import EvidenceAnalysis
import EvidenceReport
import Testing

@Suite("Where native memory grows", .timeLimit(.minutes(5)))
struct NativeGrowthTests {
    private static let program = "/opt/client <x>|x"

    private static func call(_ offset: Int64, in module: String = program) -> NativeSnapshot.Call {
        .init(module: module, offset: offset, inode: 5)
    }

    private static func site(_ calls: [NativeSnapshot.Call], grown: Int64, error: Int64 = 0) -> NativeSnapshot.Site {
        .init(
            calls: calls, bytes: grown + 1000, bytesGrown: grown, blocks: grown / 100 + 10, blocksGrown: grown / 100,
            samples: 12, errorBytes: error)
    }

    private static func snapshot(
        pid: Int64 = 7, number: Int64 = 9, seconds: Double = 3600, baseline: Double = 0, _ sites: [NativeSnapshot.Site],
        problems: [String] = []
    ) -> NativeSnapshot {
        var snapshot = NativeSnapshot(
            pid: pid, number: number, baselineNumber: 0, occasion: "end", sinceBaselineSeconds: seconds,
            baselineSeconds: baseline, distanceBytes: 16384, problems: problems)
        snapshot.classes = [
            .init(largestBytes: 32, bytes: 240, bytesGrown: 40, blocks: 10, blocksGrown: 2),
            .init(largestBytes: nil, bytes: 3_000_000, bytesGrown: 2_000_000, blocks: 3, blocksGrown: 2),
        ]
        snapshot.sites = sites
        return snapshot
    }

    /// Names: 1 and 2 are in `keep_reading`, 3 in `main`, and 4 in a C++ allocator.
    private static func symbols(line: String? = nil) -> NativeSymbols {
        var symbols = NativeSymbols()
        for (offset, function) in [(1, "keep_reading"), (2, "keep_reading"), (3, "main"), (4, "_Znwm")]
            as [(Int64, String)]
        {
            symbols.names[call(offset)] = .init(
                function: function, functionOffset: offset, address: 0x1000 + offset, line: line)
        }
        return symbols
    }

    @Test("Snapshots and names come back from their files as they were, and spoilt rows are left out")
    func files() throws {
        let snapshot = Self.snapshot(
            [Self.site([Self.call(1), Self.call(9, in: "")], grown: 70_000, error: 300), Self.site([], grown: 5)],
            problems: ["one \"thing\""])
        #expect(NativeSnapshot(parsing: snapshot.text) == snapshot)
        #expect(NativeSnapshot(parsing: snapshot.text + "{\"kind\": \"site\"}\nnonsense\n") == snapshot)
        for text in ["", "{}", "nonsense", #"{"kind": "snapshot", "pid": 1, "number": 1}"#] {
            #expect(NativeSnapshot(parsing: text) == nil)
        }
        var symbols = Self.symbols(line: "a.c:3")
        symbols.names[Self.call(5)] = .init(function: nil, functionOffset: 0, address: nil, line: nil)
        #expect(NativeSymbols(parsing: symbols.text + "nonsense\n{}\n") == symbols)
    }

    @Test("Places of one function add up under its name, in all processes, by the hour")
    func grouped() throws {
        let one = Self.snapshot([
            Self.site([Self.call(1), Self.call(3)], grown: 1_000_000, error: 30_000),
            Self.site([Self.call(2), Self.call(3)], grown: 500_000, error: 40_000),
        ])
        let two = Self.snapshot(pid: 8, [Self.site([Self.call(1), Self.call(3)], grown: 500_000)])
        let growth = NativeGrowth(processes: [.init(last: one), .init(last: two)], symbols: Self.symbols())
        let row = try #require(growth.rows.first)
        #expect(growth.rows.count == 1)
        #expect(row.bytesGrown == 2_000_000 && row.processes == 2 && row.samples == 36)
        #expect(row.megabytesPerHour == 2)
        #expect(row.errorBytes == 50_000)
        #expect(growth.title(row.place) == "keep_reading+0x1 (client <x>|x)")
        #expect(growth.callers(of: row) == ["main+0x3 (client <x>|x)"])
        #expect(growth.classes.map(\.bytesGrown) == [80, 4_000_000])
    }

    @Test("What is no more than chance, below the floor, or held since the middle is not named")
    func notNamed() {
        func rows(_ grown: Int64, error: Int64, middle: Int64? = nil) -> Int {
            let calls = [Self.call(1)]
            let before = middle.map { Self.snapshot(number: 4, [Self.site(calls, grown: $0)]) }
            return NativeGrowth(
                processes: [.init(last: Self.snapshot([Self.site(calls, grown: grown, error: error)]), middle: before)],
                symbols: Self.symbols()
            ).rows.count
        }
        #expect(rows(300_000, error: 100_000) == 1)
        #expect(rows(299_999, error: 100_000) == 0)
        #expect(rows(WhereItGrows.leastBytes, error: 0) == 1)
        #expect(rows(WhereItGrows.leastBytes - 1, error: 0) == 0)
        #expect(rows(1_000_000, error: 0, middle: 900_000) == 0)
        #expect(rows(1_000_000, error: 0, middle: 500_000) == 1)
    }

    @Test("A place is named after the client's own function, not after the allocator or the language's library")
    func named() throws {
        let libc = Self.call(77, in: "/lib/x86_64-linux-gnu/libc.so.6")
        let growth = NativeGrowth(
            processes: [
                .init(
                    last: Self.snapshot([Self.site([Self.call(4), libc, Self.call(2), Self.call(3)], grown: 90_000)])),
                .init(last: Self.snapshot(pid: 8, [Self.site([libc], grown: 50_000)])),
            ], symbols: Self.symbols(line: "client.cpp:12"))
        #expect(growth.rows.map { growth.title($0.place) } == ["client.cpp:12 (keep_reading)", "libc.so.6+0x4d"])
        #expect(growth.rows.first.map(growth.callers) == ["client.cpp:12 (main)"])
    }

    @Test("Behind a place in a library the client's own call comes first, however far away; an interpreter's does not")
    func clientsCall() throws {
        func library(_ offset: Int64, _ name: String = "libplant.so.5.1") -> NativeSnapshot.Call {
            Self.call(offset, in: "/usr/lib/\(name)")
        }
        let far = (30..<45).map { library($0) }
        func growth(_ calls: [NativeSnapshot.Call]) -> NativeGrowth {
            NativeGrowth(
                processes: [.init(last: Self.snapshot([Self.site(calls, grown: 90_000)]))], symbols: Self.symbols())
        }
        let site = growth(far + [Self.call(2), Self.call(3)])
        let row = try #require(site.rows.first)
        #expect(site.title(row.place) == "libplant.so.5.1+0x1e")
        #expect(site.callers(of: row).prefix(2) == ["client: keep_reading+0x2 (client <x>|x)", "libplant.so.5.1+0x1f"])
        #expect(site.shownCalls(of: row).last == Self.call(2), "its name is looked up")
        var explained = WhereItGrows(source: .explain, processes: [])
        explained.native = site
        let verdict = VerdictDocument.value(Fixture.model(.leak).explained(by: explained))
        guard case .array(let rows)? = verdict["where_it_grows"]?["native"]?["sites"] else {
            Issue.record("no sites")
            return
        }
        #expect(rows.first?["client"] == "keep_reading+0x2 (client <x>|x)")

        let interpreted = growth([library(7, "_fast.cpython-311-x86_64.so"), library(8, "libpython3.11.so.1.0")])
        #expect(interpreted.clientCall(of: [library(7)], behind: library(7)) == nil)
        let own = growth([Self.call(1), Self.call(3)])
        #expect(own.rows.first.map(own.callers) == ["main+0x3 (client <x>|x)"])
        let program = [library(7), Self.call(9, in: "/usr/bin/python3.11")]
        #expect(own.clientCall(of: program, behind: library(7)) == nil)
    }

    @Test("The reports show sites and size classes with what is estimated and what is exact, whatever files are called")
    func reports() throws {
        let native = NativeGrowth(
            processes: [.init(last: Self.snapshot([Self.site([Self.call(1), Self.call(3)], grown: 2_000_000)]))],
            symbols: Self.symbols(), problems: ["<x>one|thing"])
        var growth = WhereItGrows(source: .explain, processes: [])
        growth.native = native
        let model = Fixture.model(.leak).explained(by: growth).counted(by: native)
        let html = model.document.html
        #expect(html.contains("Where native memory grows") && html.contains("Live native memory by size class"))
        #expect(html.contains("keep_reading+0x1 (client &lt;x&gt;|x)") && !html.contains("<x>"))
        let markdown = model.document.markdown
        #expect(markdown.contains("estimates") && markdown.contains("counted exactly"))
        #expect(markdown.contains("addr2line"), "the command that says the line")
        let verdict = VerdictDocument.value(model)
        #expect(verdict["where_it_grows"]?["native"]?["distance_bytes"] == 16384)
        #expect(verdict["native_size_classes"] != .null)
        #expect(model.limitations.allSatisfy { !$0.contains("Python") })
    }

    @Test("A native program is blind when it was not traced, or when no site in it grew")
    func blind() throws {
        var facts = Fixture.facts()
        facts.events.append(
            EvidenceEvent(
                timeSeconds: 1, kind: .runtime, subject: "native", summary: "native",
                detail: ["runtime": "native", "executable": "/opt/client"]))
        func commands(_ sites: [NativeSnapshot.Site]?) -> [String] {
            var growth = WhereItGrows(source: .explain, processes: [])
            growth.native = sites.map {
                NativeGrowth(processes: [.init(last: Self.snapshot($0))], symbols: Self.symbols())
            }
            return Fixture.model(.leak, facts: facts).explained(by: sites == nil ? nil : growth)
                .blindRuntimes.map(\.command)
        }
        #expect(commands(nil).first?.contains("--trace") == true)
        #expect(commands([]).first?.contains("heaptrack") == true)
        #expect(commands([Self.site([Self.call(1)], grown: 2_000_000)]).isEmpty)
    }

    @Test("What is opened is named by the call that is no library's, and what was all there in the middle is not")
    func openings() throws {
        func snapshot(_ number: Int64, _ grown: Int64, _ held: Int64) -> NativeSnapshot {
            var snapshot = Self.snapshot(number: number, [])
            let libc = Self.call(4, in: "/lib/libc.so.6")
            snapshot.openings = [
                .init(kind: .socket, calls: [libc, Self.call(1), Self.call(3)], count: grown + 2, grown: grown),
                .init(kind: .thread, calls: [libc, Self.call(3)], count: held, grown: held),
            ]
            return snapshot
        }
        let last = snapshot(9, 30, 8)
        #expect(NativeSnapshot(parsing: last.text) == last)
        let growth = NativeGrowth(
            processes: [.init(last: last, middle: snapshot(5, 14, 8))], symbols: Self.symbols())
        #expect(growth.openings.map(\.kind) == [.socket])
        #expect(growth.openings.first?.grown == 30)
        #expect(growth.openings.first?.place == Self.call(1))
        #expect(growth.openings.first.map { growth.callers(of: $0) }?.first?.hasPrefix("main+") == true)
    }

    @Test("Nothing of the tracer is named, and of a traced Python nothing that its interpreter asks for")
    func tracer() {
        var symbols = Self.symbols()
        let python = "/usr/lib/libpython3.11.so.1.0"
        symbols.names[Self.call(8)] = .init(
            function: "tracemalloc_add_trace", functionOffset: 0, address: 1, line: nil)
        let last = Self.snapshot([
            Self.site([Self.call(8), Self.call(1)], grown: 900_000),
            Self.site([Self.call(7, in: python), Self.call(2)], grown: 800_000),
            Self.site([Self.call(2), Self.call(7, in: python)], grown: 700_000),
        ])
        var process = NativeGrowth.Process(last: last)
        #expect(NativeGrowth(processes: [process], symbols: symbols).rows.map(\.bytesGrown) == [800_000, 700_000])
        process.isTracedPython = true
        #expect(NativeGrowth(processes: [process], symbols: symbols).rows.map(\.bytesGrown) == [700_000])
        process.isExplained = true
        #expect(NativeGrowth(processes: [process], symbols: symbols).rows.isEmpty)
    }
}
