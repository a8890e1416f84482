import Evidence
import EvidenceAnalysis
import EvidenceReport
import LeakAnalysis
import Testing

@Suite("What a client's tree holds and makes as a whole", .timeLimit(.minutes(5)))
struct WholeTests {
    /// An hour in which each of these grows by so many MB, memory by the first three together.
    private func hour(
        own: Double = 0, shared: Double = 0, systemV: Double = 0, files: Double = 0, written: Double? = nil
    ) -> EvidenceFacts {
        var facts = Fixture.facts(client: "poll.py", hours: 1)
        let times = (0...3600).map(Double.init)
        func series(_ start: Double, _ rate: Double) -> TimeSeries {
            TimeSeries(times: times, values: times.map { start + rate * $0 / 3600 + 0.01 * Double(Int($0) % 3) })
        }
        facts.storms = []
        facts.events = []
        facts.sums[.anonymousKibibytes] = series(30, own)
        facts.sums[.swapKibibytes] = TimeSeries(times: times, values: times.map { _ in 0 })
        facts.wholes[.sharedKibibytes] = series(0, shared + systemV + files)
        facts.wholes[.sharedFileKibibytes] = series(0, files)
        facts.wholes[.sharedSystemVKibibytes] = TimeSeries(times: times, values: times.map { systemV * $0 / 3600 })
        facts[.memory] = series(30, own + shared + systemV + files)
        if let written {
            facts[.disk] = TimeSeries(times: times, values: times.map { written * $0 / 3600 })
            facts.wholes[.freeKibibytes] = TimeSeries(times: [3600], values: [120_000])
        }
        return facts
    }

    @Test("memory that grows is told by its kind where that is not private memory")
    func kinds() throws {
        let files = ReportModel(judging: hour(files: 60))
        #expect(files.overall.answer == .leak)
        #expect(files.overall.reason.contains("files in memory"))
        #expect(files.memoryParts.map(\.kind) == [.own, .files])
        // Between the medians of the first and the last tenth of what was judged.
        #expect((40...60).contains(try #require(files.memoryParts.last).grownMegabytes))
        #expect(ReportModel(judging: hour(systemV: 60)).overall.reason.contains("System V"))
        #expect(ReportModel(judging: hour(shared: 60)).overall.reason.contains("without a name"))
        let own = ReportModel(judging: hour(own: 60))
        #expect(own.memoryParts.map(\.kind) == [.own])
        #expect(!own.overall.reason.contains("shared") && !own.overall.reason.contains("files"))
        // Less than half of what grows.
        #expect(!ReportModel(judging: hour(own: 60, files: 30)).overall.reason.contains("files in memory"))
    }

    @Test("the parts stand in every report, and only where there is more than private memory")
    func partsAreShown() throws {
        let model = ReportModel(judging: hour(files: 60))
        for text in [model.document.html, model.document.markdown] {
            #expect(text.contains("Memory by kind"))
            #expect(text.contains("files in memory (/dev/shm, tmpfs)"))
        }
        #expect(VerdictDocument.render(model).contains("\"part\": \"shared_files\""))
        #expect(!ReportModel(judging: hour(own: 60)).document.html.contains("Memory by kind"))
        // Evidence of before does not keep the parts apart.
        #expect(ReportModel(judging: Fixture.facts()).memoryParts.isEmpty)
    }

    @Test("files are told with the time until the disk is full, and move no verdict")
    func files() throws {
        var facts = hour(written: 7100)
        facts.events.append(
            EvidenceEvent(
                timeSeconds: 3600, kind: .files, subject: "/data/log.csv", summary: "",
                detail: ["files": [["path": "/data/log.csv", "bytes_grown": 7_100_000_000]]]))
        let model = ReportModel(judging: facts)
        let use = try #require(model.files)
        #expect(abs(use.ratePerHour - 7100) < 10)
        #expect(abs(use.grownMegabytes - 7100) < 10)
        #expect(abs(try #require(use.hoursToFull) - 120_000 / 7100) < 0.1)
        #expect(
            use.sentence.hasPrefix(
                "The client writes files: +7.10 GB/h, which fills the 120 GB that are free in 16 h 54 min"),
            "\(use.sentence)")
        #expect(use.sentence.hasSuffix("; /data/log.csv grows most."))
        #expect(model.overall.answer == .expected && model.overall.exitStatus == 0)
        #expect(model.overall.reason.contains(use.sentence))
        #expect(model.channels.first { $0.channel == .disk }?.answer == nil)
        let json = VerdictDocument.render(model)
        #expect(json.contains("\"hours_to_full\": 16.9"))
        #expect(model.document.html.contains("files on disk, MB (not judged)"))
        #expect(JUnitReport.render(model).contains("failures=\"0\""))
    }

    @Test("next to nothing is not told")
    func nothingWritten() {
        #expect(ReportModel(judging: hour(written: 0.9)).files == nil)
        #expect(ReportModel(judging: hour(written: 1.2)).files != nil)
        #expect(ReportModel(judging: hour(written: -50)).files == nil)
        #expect(ReportModel(judging: hour()).files == nil)
        #expect(!ReportModel(judging: hour(written: 0.1)).document.html.contains("files on disk"))
    }

    @Test("each session counts its files from nothing again")
    func sessions() throws {
        var facts = hour(written: 7100)
        facts[.disk] = TimeSeries(
            times: (0...3600).map(Double.init), values: (0...3600).map { Double($0 < 1800 ? $0 : $0 - 1800) })
        facts.sessions.append(SessionRecord(number: 2, startedAt: "", timeSeconds: 1800))
        let use = try #require(ReportModel(judging: facts).files)
        #expect(abs(use.grownMegabytes - 3599) < 1)
    }

    @Test("a criterion limits what is written")
    func criterion() throws {
        var criteria = Criteria()
        criteria.limits[.disk] = 1000
        let over = ReportModel(judging: hour(written: 7100), by: criteria)
        #expect(over.criteria.first?.name == "disk_per_hour")
        #expect(over.criteria.first?.isMet == false)
        #expect(over.overall.exitStatus == 4)
        criteria.limits[.disk] = 8000
        #expect(ReportModel(judging: hour(written: 7100), by: criteria).criteria.first?.isMet == true)
        criteria.limits[.disk] = 1000
        #expect(ReportModel(judging: hour(written: 0), by: criteria).criteria.first?.isMet == true)
        // Evidence of before did not look.
        #expect(ReportModel(judging: hour(), by: criteria).criteria.first?.isMet == nil)
    }
}
