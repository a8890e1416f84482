import Evidence
import EvidenceAnalysis
import LeakAnalysis

/// Facts that are easy to recognize in a report.
enum Fixture {
    static let nasty = "<script>alert('x')</script> & \"quoted\" | `tick` \u{202E}reversed \u{1}"

    static func facts(client: String = "poll.py", hours: Double = 24) -> EvidenceFacts {
        var facts = EvidenceFacts(
            run: RunRecord(
                uuid: "7c6f1f0e-0000-4000-8000-000000000001", startedAt: "2026-03-01T14:05:00Z",
                programVersion: "0.1.0",
                host: HostDescription(
                    operatingSystem: "Debian", kernel: "6.1", processors: 2, memoryBytes: 8_000_000_000),
                scenario: "water-treatment", seed: 7, plannedSeconds: hours * 3600, intervalSeconds: 60,
                clientArguments: ["python3", client], note: client, faultPlanName: "reconnect-storm",
                faultPlanText: client, definitionOfCorrect: ["Memory holds a ceiling. \(client)"],
                criteriaText: client))
        facts.durationSeconds = hours * 3600
        facts.sessions = [SessionRecord(number: 1, startedAt: facts.run.startedAt, timeSeconds: 0)]
        facts.finish = FinishRecord(
            endedAt: "2026-03-02T14:05:00Z", timeSeconds: facts.durationSeconds, reason: .completed)
        let times = (0..<Int(hours * 60)).map { Double($0) * 60 }
        func constant(_ value: Double) -> TimeSeries {
            TimeSeries(times: times, values: times.map { _ in value })
        }
        facts[.memory] = TimeSeries(times: times, values: times.map { 20 + Double(Int($0 / 60) % 7) * 0.01 })
        facts[.descriptors] = constant(9)
        facts[.sockets] = constant(2)
        facts.sums[.socketsEstablished] = constant(2)
        facts[.threads] = constant(3)
        facts[.children] = constant(0)
        facts.server.totals = [.requests: 86_400 * 20, .replies: 86_400 * 20 - 3, .exceptions: 3]
        facts.server.exceptionsByCode = [2: 3]
        facts.server.requestsPerSecond = constant(20)
        facts.server.answersPerSecond = constant(20)
        facts.server.ownMemory = constant(9)
        let key = ProcessKey(pid: 4711, startTicks: 1)
        facts.processes = [
            ProcessHistory(
                process: key, parent: 1, command: client, firstSeenSeconds: 0, lastSeenSeconds: facts.durationSeconds,
                memory: facts[.memory])
        ]
        facts.storms = (1...3).map {
            StormRecord(number: $0, timeSeconds: Double($0) * 10_000, close: .reset, connectionsClosed: $0 - 1)
        }
        facts.reconnects = [ReconnectRecord(storm: 2, timeSeconds: 20_001.5, delaySeconds: 1.5)]
        facts.tagGaps = [TagGap(tag: client, reads: 0)]
        facts.events = [
            EvidenceEvent(timeSeconds: 5, kind: .clientStarted, subject: client, summary: client)
        ]
        facts.plantStates = [PlantState(timeSeconds: 10_000, occasion: "storm 1", tags: [.init("LEVEL", 1.5)])]
        facts.unavailable = [
            UnavailableReading(
                process: key, quantity: .nativeBlocks, fromSeconds: 0, toSeconds: nil, reason: "static program")
        ]
        return facts
    }

    /// A model whose channels all have this answer, without asking the analysis.
    static func model(_ answer: Answer, facts: EvidenceFacts = facts()) -> ReportModel {
        let channels = Channel.allCases.map { channel in
            ChannelReport(channel, .judged(Verdict(answer: answer, reason: "It is \(answer.rawValue).")))
        }
        return ReportModel(facts: facts, channels: channels)
    }
}
