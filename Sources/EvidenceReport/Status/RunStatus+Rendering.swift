import EvidenceAnalysis
import Text

extension RunStatus {
    /// The status for people: a name and a figure a line.
    package var document: Document {
        let run = recorded.run
        var facts = [Fact(name: "run", value: "\(run.scenario), seed \(run.seed), started \(run.startedAt)")]
        if !run.note.isEmpty { facts.append(Fact(name: "note", value: run.note)) }
        facts += [
            Fact(name: "state", value: stateSentence), Fact(name: "elapsed", value: elapsedSentence),
            Fact(name: "memory", value: memorySentence), Fact(name: "holds", value: countsSentence),
            Fact(name: "requests", value: requestsSentence), Fact(name: "storms", value: stormsSentence),
        ]
        if recorded.sessions.count > 1 { facts.append(Fact(name: "sessions", value: "\(recorded.sessions.count)")) }
        if !recorded.gaps.isEmpty {
            let blind = recorded.gaps.reduce(0) { $0 + max(0, $1.toSeconds - $1.fromSeconds) }
            let count = Figures.counted(recorded.gaps.count, "gap")
            facts.append(Fact(name: "gaps", value: "\(count), \(Figures.duration(blind)) not sampled"))
        }
        return Document(title: "Soak of \(run.scenario)", opening: [.facts(facts)], sections: [])
    }

    /// The status for programs; its keys are documented in `Docs/Evidence.md` and only ever added to.
    package var json: JSONValue {
        let run = recorded.run
        let second = recorded.latest?.second ?? [:]
        // An hour of an accelerated run is none of a client in real time.
        let hourly = recorded.acceleration == nil ? memoryVerdict : nil
        return [
            "state": .string(state.rawValue), "being_written": .bool(isBeingWritten),
            "elapsed_seconds": .number(elapsedSeconds), "planned_seconds": .number(run.plannedSeconds),
            "remaining_seconds": .number(remainingSeconds), "memory_mb": .optional(recorded.memory.values.last),
            "rate_mb_per_hour": .optional(hourly?.ratePerHour), "interval_low": .optional(hourly?.intervalLow),
            "interval_high": .optional(hourly?.intervalHigh), "accelerated": .bool(recorded.acceleration != nil),
            "memory_verdict": .optional(memoryVerdict?.answer.rawValue),
            "memory_reason": .optional(memoryVerdict?.reason), "descriptors": .optional(total(.descriptors)),
            "sockets": .optional(sockets), "threads": .optional(total(.threads)),
            "processes": .optional(recorded.latest.map { $0.processes }),
            "polls": .optional(second[.requests]), "polls_per_second": .optional(requestsPerSecond),
            "exceptions": .optional(second[.exceptions]), "open_connections": .optional(second[.openConnections]),
            "storms": .integer(Int64(recorded.storms.count)),
            "storms_that_closed_connections": .integer(Int64(effectiveStorms)),
            "sessions": .integer(Int64(recorded.sessions.count)), "gaps": .integer(Int64(recorded.gaps.count)),
            "scenario": .string(run.scenario),
            "seed": Int64(exactly: run.seed).map { .integer($0) } ?? .string(String(run.seed)),
            "fault_plan": .optional(run.faultPlanName), "client": .array(run.clientArguments.map { .string($0) }),
            "note": .string(run.note), "started_at": .string(run.startedAt),
            "ended_at": .optional(recorded.finish?.endedAt), "run": .string(run.uuid),
            "twinsim_version": .string(run.programVersion),
        ]
    }

    private var stateSentence: String {
        switch recorded.finish?.reason {
        case .completed: "completed: the planned time is over"
        case .clientEndedEarly(let end): "ended early: the client \(end.sentence)"
        case .certainLeak(let channel):
            "stopped early at \(Figures.duration(elapsedSeconds)) of "
                + "\(Figures.duration(recorded.run.plannedSeconds)) planned: \(channel.title) leaked for certain"
        case .interrupted(let signal): "stopped by signal \(signal)"
        case .internalFault(let sentence): "failed: \(sentence)"
        case nil where isBeingWritten: "running: a twinsim is writing this evidence now"
        case nil: "cut off: no end is recorded and nobody is writing; twinsim was killed"
        }
    }

    private var elapsedSentence: String {
        "\(Figures.duration(elapsedSeconds)) of \(Figures.duration(recorded.run.plannedSeconds)), "
            + "\(Figures.duration(remainingSeconds)) left"
    }

    private var memorySentence: String {
        if recorded.isTraced, let newest = recorded.memory.values.last {
            return "\(Figures.fixed(newest, 2)) MB, not judged: traced"
        }
        if let acceleration = recorded.acceleration, let newest = recorded.memory.values.last {
            return "\(Figures.fixed(newest, 2)) MB, accelerated ×\(Figures.factor(acceleration.asked))"
        }
        guard let newest = recorded.memory.values.last, let verdict = memoryVerdict else {
            return "no reading of the whole process tree yet"
        }
        var text = "\(Figures.fixed(newest, 2)) MB"
        if let rate = verdict.ratePerHour {
            text +=
                ", \(Figures.signed(rate)) MB/h so far "
                + "(95 % interval \(Figures.interval(verdict.intervalLow, verdict.intervalHigh)))"
        } else {
            text += ", rate: too early"
        }
        return text + ", \(verdict.answer.rawValue) so far"
    }

    private var countsSentence: String {
        guard let samples = recorded.latest?.samples, !samples.isEmpty else { return "no sample yet" }
        func counted(_ value: Int64?, _ noun: String) -> String {
            value.map { "\(Figures.whole($0)) \(noun)\($0 == 1 ? "" : "s")" } ?? "\(noun)s not read at this sample"
        }
        return [
            recorded.latest.map { $0.processes == 1 ? "1 process" : "\(Figures.whole($0.processes)) processes" } ?? "",
            counted(total(.descriptors), "descriptor"), counted(sockets, "socket"), counted(total(.threads), "thread"),
        ].joined(separator: ", ")
    }

    private var requestsSentence: String {
        guard let count = recorded.latest?.second[.requests] else { return "not recorded yet" }
        let session = recorded.sessions.count > 1 ? " in this session" : ""
        let rate = requestsPerSecond.map { ", \(Figures.significant($0)) a second in the last minute" } ?? ""
        let exceptions = recorded.latest?.second[.exceptions].map { ", \(Figures.whole($0)) exceptions" } ?? ""
        return Figures.whole(count) + session + rate + exceptions
    }

    private var stormsSentence: String {
        recorded.storms.isEmpty
            ? "none yet" : "\(recorded.storms.count), \(effectiveStorms) of them closed connections"
    }
}
