import Evidence
import EvidenceAnalysis
import LeakAnalysis
import Testing
import Text

@Suite("The judgement of a calibration, on made-up results", .timeLimit(.minutes(5)))
struct CalibrationTests {
    /// A verdict with figures that a run of an hour may have.
    private static func verdict(
        _ answer: Answer, rate: Double = 0, half: Double = 0.1, detectable: Double? = 1.5, perStorm: Double? = nil
    ) -> Verdict {
        var verdict = Verdict(answer: answer, reason: "Because.")
        verdict.ratePerHour = rate
        verdict.intervalLow = rate - half
        verdict.intervalHigh = rate + half
        verdict.detectablePerHour = detectable
        verdict.noise = 0.02
        verdict.perStorm = perStorm
        verdict.perStormLow = perStorm.map { $0 - half }
        verdict.perStormHigh = perStorm.map { $0 + half }
        return verdict
    }

    /// The soak of an hour that found what is there.
    private static func right(_ reference: ReferenceClient) -> ReferenceResult {
        var verdicts: [Channel: Verdict] = [:]
        for channel in Channel.allCases { verdicts[channel] = verdict(.expected) }
        var ledger = ReferenceLedger(seconds: 3600)
        switch reference.kept {
        case .nothing: break
        case .memory(let nominal):
            let rate = nominal * 24
            verdicts[.memory] = verdict(.leak, rate: rate)
            ledger.keptBytes = Int64(rate * 1e6)
        case .socketPerStorm:
            verdicts[.sockets] = verdict(.leak, perStorm: 1)
            ledger.sockets = 16
        case .threadPerRetry:
            verdicts[.threads] = verdict(.leak, perStorm: 3)
            ledger.threads = 48
        }
        return ReferenceResult(
            reference, seconds: 3600, ledger: ledger, storms: 16, separateStorms: 16, verdicts: verdicts)
    }

    private static func report(_ change: (inout [ReferenceResult]) -> Void = { _ in }) -> CalibrationReport {
        var results = ReferenceClient.all.map(right)
        change(&results)
        return CalibrationReport(
            .init(
                scenario: "hvac", faultPlan: "reconnect-storm", seed: 7, seconds: 3600, intervalSeconds: 1,
                programVersion: "0.1.0", host: nil, startedAt: "2026-03-01T14:05:00Z"), results)
    }

    private static func place(_ name: String) -> Int { ReferenceClient.all.firstIndex { $0.name == name } ?? 0 }

    @Test(
        "A run shorter than a day gets the growth of a day, a longer one the nominal rates",
        arguments: [
            (60.0, 1440.0), (600, 144), (3600, 24), (86_400, 1), (259_200, 1),
        ])
    func scale(seconds: Double, factor: Double) {
        #expect(CalibrationScale.factor(runSeconds: seconds) == factor)
    }

    @Test("There are good clients and each kind of leak, under names that are folders of their own")
    func references() {
        let all = ReferenceClient.all
        #expect(Set(all.map(\.name)).count == all.count)
        #expect(all.filter(\.isGood).map(\.name) == ["steady", "bounded-cache", "sawtooth"])
        #expect(
            all.filter { !$0.isGood }.map(\.name)
                == ["memory-0.25", "memory-0.5", "memory-2.4", "socket-per-storm", "thread-per-retry"])
    }

    @Test("When every leak was found and no good client was called one, the instrument is fit: status 0")
    func fit() {
        let report = Self.report()
        #expect(report.conclusion == .fit)
        #expect(report.exitStatus == 0)
        #expect(report.sentences.isEmpty)
        #expect(report.results.allSatisfy { $0.holdsTruth != false })
    }

    @Test(
        "A leak that the run could have found and did not makes it unfit: status 70, never a leak's 1",
        arguments: [
            "memory-0.25", "memory-2.4", "socket-per-storm", "thread-per-retry",
        ])
    func missed(name: String) {
        let report = Self.report { results in
            let place = Self.place(name)
            for channel in results[place].reference.channels {
                var verdict = results[place].verdicts[channel] ?? Self.verdict(.expected)
                verdict.clear("Because.")
                results[place].verdicts[channel] = verdict
            }
        }
        #expect(report.findings[Self.place(name)] == .missed)
        #expect(report.conclusion == .unfit)
        #expect(report.exitStatus == 70)
        #expect(report.sentences.contains { $0.hasPrefix("\(name): ") && $0.contains("was not found") })
    }

    @Test(
        "A good client that is called a leak in any required channel makes it unfit",
        arguments: [
            Channel.memory, .descriptors, .sockets, .threads, .children,
        ])
    func falseAlarm(channel: Channel) {
        let report = Self.report { $0[Self.place("sawtooth")].verdicts[channel] = Self.verdict(.leak, rate: 3) }
        #expect(report.findings[Self.place("sawtooth")] == .falseAlarm([channel]))
        #expect(report.exitStatus == 70)
    }

    @Test("A doubt about a good client, or a leak in a second opinion, is no false alarm")
    func doubt() {
        let report = Self.report { results in
            results[Self.place("bounded-cache")].verdicts[.memory] = Self.verdict(.suspicious)
            results[Self.place("sawtooth")].verdicts[.pythonBlocks] = Self.verdict(.leak)
        }
        #expect(report.conclusion == .fit)
    }

    @Test("A leak blamed on a channel that does not leak is a false alarm; memory of threads and sockets is none")
    func wrongChannel() {
        let wrong = Self.report { $0[Self.place("memory-0.5")].verdicts[.threads] = Self.verdict(.leak) }
        #expect(wrong.findings[Self.place("memory-0.5")] == .falseAlarm([.threads]))
        let excused = Self.report { $0[Self.place("thread-per-retry")].verdicts[.memory] = Self.verdict(.leak) }
        #expect(excused.conclusion == .fit)
    }

    @Test("A leak slower than the steady client's noise lets the run find may go unfound")
    func belowDetection() {
        let report = Self.report { results in
            results[0].verdicts[.memory] = Self.verdict(.expected, detectable: 8)
            results[Self.place("memory-0.25")].verdicts[.memory] = Self.verdict(.suspicious, rate: 6)
        }
        #expect(report.findings[Self.place("memory-0.25")] == .belowDetection)
        #expect(report.conclusion == .fit)
        #expect(report.sentences == ["memory-0.25: 6.00 MB/h is below what this run detects, 8.00 MB/h."])
    }

    @Test(
        "A leak that was only suspected is no wrong answer and no proof: status 2",
        arguments: ["memory-0.5", "thread-per-retry"])
    func undecided(name: String) {
        let report = Self.report { results in
            let place = Self.place(name)
            results[place].verdicts[results[place].reference.channel]?.doubt("Because.", hoursNeeded: 1)
        }
        #expect(report.findings[Self.place(name)] == .undecided)
        #expect(report.exitStatus == 2)
        #expect(report.sentences.contains { $0.hasPrefix("\(name): ") && $0.contains("only suspected") })
    }

    @Test("When no memory leak was found because all were too slow, nothing is proven: status 2")
    func inconclusive() {
        let report = Self.report { results in
            for index in results.indices {
                results[index].verdicts[.memory] = Self.verdict(.suspicious, detectable: nil)
            }
        }
        #expect(report.conclusion == .inconclusive)
        #expect(report.exitStatus == 2)
        #expect(report.outlooks.isEmpty)
        #expect(report.document.text.contains("could not be measured"))
    }

    @Test("Without a storm the leaks by storm are not tried, which is told and is no fault")
    func withoutStorms() {
        let report = Self.report { results in
            for name in ["socket-per-storm", "thread-per-retry"] {
                let place = Self.place(name)
                let channel = results[place].reference.channel
                results[place].storms = 0
                results[place].ledger = ReferenceLedger(seconds: 3600)
                results[place].verdicts[channel] = Self.verdict(.expected)
            }
        }
        #expect(report.conclusion == .fit)
        #expect(report.findings[Self.place("thread-per-retry")] == .notTried("no storm closed a connection"))
        #expect(report.sentences.count == 2)
    }

    @Test("A soak that did not run, or a client that stated nothing, makes it unfit")
    func failed() {
        let broken = Self.report { $0[1] = ReferenceResult($0[1].reference, failed: "its soak exited with status 74") }
        #expect(broken.exitStatus == 70)
        #expect(broken.sentences == ["bounded-cache: its soak exited with status 74."])
        let silent = Self.report { $0[2].ledger = nil }
        #expect(silent.exitStatus == 70)
    }

    @Test("The truth is the client's own count, per hour or per storm, and is held against the interval")
    func truth() {
        let report = Self.report { $0[Self.place("memory-0.5")].ledger?.keptBytes = 12_200_000 }
        let memory = report.results[Self.place("memory-0.5")]
        #expect(memory.truth == 12.2)
        #expect(memory.holdsTruth == false)
        let threads = report.results[Self.place("thread-per-retry")]
        #expect(threads.isPerStorm)
        #expect(threads.truth == 3)
        #expect(threads.holdsTruth == true)
    }

    @Test("The outlook gives back what was measured, and other lengths by the planning formula")
    func outlook() {
        let measured = LeakAnalysis.detectableRate(noise: 0.5, memorySeconds: 1200, hours: 4)
        let outlook = DetectionOutlook(hours: 4, detectablePerHour: measured)
        for hours in DetectionOutlook.lengths {
            let planned = LeakAnalysis.detectableRate(noise: 0.5, memorySeconds: 1200, hours: hours)
            #expect(abs(outlook.rate(hours: hours) - planned) < 1e-9 * planned)
        }
        #expect(outlook.rows.filter(\.isMeasured).map(\.ratePerHour) == [measured])
        #expect(outlook.rows.count == DetectionOutlook.lengths.count)
        let hours = outlook.hours(toFind: 0.5)
        #expect(abs(outlook.rate(hours: hours) - 0.5) < 1e-6)
        #expect(outlook.hours(toFind: 0.05) == .infinity)
        let short = DetectionOutlook(hours: 1.0 / 6, detectablePerHour: 6.2)
        #expect(short.rows.first?.isMeasured == true)
        #expect(short.rows.first?.ratePerHour == 6.2)
        #expect(short.rows.count == DetectionOutlook.lengths.count + 1)
    }

    @Test("The last complete statement of a client's log is its truth")
    func ledger() {
        let line = #"{"keeps":"memory","seconds":60,"kept_bytes":512,"sockets":0,"threads":0,"full":false,"polls":600}"#
        let last =
            #"{"keeps":"memory","seconds":89.9,"kept_bytes":1024,"sockets":2,"threads":3,"full":true,"polls":899}"#
        let log = "Traceback\n\(line)\nnoise {\n\(last)\n{\"seconds\":"
        #expect(
            ReferenceLedger(lastIn: log)
                == ReferenceLedger(seconds: 89.9, keptBytes: 1024, sockets: 2, threads: 3, isFull: true))
        #expect(ReferenceLedger(lastIn: "nothing\n{}\n") == nil)
    }

    @Test("Text, Markdown and JSON say the same: what is measured, what is extrapolated, what was nominal")
    func rendering() throws {
        let report = Self.report()
        for text in [report.document.text, report.document.markdown] {
            for word in ["memory-2.4", "57.6", "measured", "extrapolated", "72 h", "right: found", "× 24.0"] {
                #expect(text.contains(word), "\(word) is missing in \(text)")
            }
        }
        let json = try #require(JSONValue(parsing: report.json.compact))
        #expect(json["calibration"] == "fit")
        #expect(json["rate_factor"] == 24)
        #expect(json["exit_status"] == 0)
        guard case .array(let references)? = json["references"], case .array(let rows)? = json["detectable"] else {
            Issue.record("lists are missing")
            return
        }
        #expect(references.count == ReferenceClient.all.count)
        #expect(references[4]["nominal_mb_per_hour"] == 0.5)
        #expect(references[4]["truth"] == 12)
        #expect(rows.filter { $0["how"] == "measured" }.count == 3)
    }
}
