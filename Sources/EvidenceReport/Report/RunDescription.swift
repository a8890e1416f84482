import EvidenceAnalysis
import LeakAnalysis
import Text

/// The facts of a run in the order in which a reader asks for them, for all renderings.
package enum RunDescription {
    /// What was under test, by what, when and on what; not escaped.
    static func rows(_ model: ReportModel) -> [Fact] {
        let run = model.facts.run
        let length = Figures.duration(model.facts.durationSeconds)
        let memory = Figures.fixed(Double(run.host.memoryBytes) / 1e9, 1)
        var rows = [
            Fact(name: "client", value: run.clientArguments.map(ShellText.quoted).joined(separator: " ")),
            Fact(name: "client's end", value: clientEnd(model)), Fact(name: "scenario", value: run.scenario),
            Fact(name: "seed", value: "\(run.seed)"), Fact(name: "faults", value: run.faultPlanName ?? "none"),
            Fact(name: "started", value: run.startedAt),
            Fact(name: "duration", value: "\(length) of \(Figures.duration(run.plannedSeconds)) planned"),
            Fact(name: "sampled every", value: Figures.duration(run.intervalSeconds)),
            Fact(
                name: "machine",
                value: "\(run.host.operatingSystem), kernel \(run.host.kernel), "
                    + "\(Figures.counted(run.host.processors, "processor")), \(memory) GB"),
            Fact(name: "twinsim", value: run.programVersion), Fact(name: "run", value: run.uuid),
        ]
        if let output = model.facts.clientOutput {
            rows.insert(Fact(name: "client's log", value: output.log), at: 2)
        }
        if let system = model.controller?.system {
            let description =
                "\(Figures.counted(system.rungs, "rung")), a scan every \(Figures.significant(system.scanMilliseconds)) ms, "
                + "\(Figures.counted(system.registerEntries, "value")) at unit \(system.unit), a plant of "
                + Figures.counted(system.components, "component")
            rows.insert(
                Fact(name: "controller", value: description), at: (rows.firstIndex { $0.name == "scenario" } ?? 0) + 1)
        }
        if !run.note.isEmpty { rows.insert(Fact(name: "note", value: run.note), at: 0) }
        if model.facts.sessions.count > 1 {
            let sessions = model.facts.sessions.map {
                "\($0.number) from \(Figures.clock($0.timeSeconds)) (\($0.startedAt))"
            }
            rows.append(Fact(name: "sessions", value: sessions.joined(separator: "; ")))
        }
        return rows
    }

    /// How the client ended, a sentence's part.
    static func clientEnd(_ model: ReportModel) -> String {
        switch model.facts.finish?.reason {
        case .completed: "stopped by twinsim at the planned end"
        case .clientEndedEarly(let end):
            "\(end.sentence) at \(Figures.clock(model.facts.finish?.timeSeconds ?? 0)), before the planned end"
        case .certainLeak(let channel):
            "stopped early by twinsim at \(Figures.duration(model.facts.finish?.timeSeconds ?? 0)) of "
                + "\(Figures.duration(model.facts.run.plannedSeconds)) planned, as --stop-on leak asked: "
                + "\(channel.title) leaked for certain"
        case .interrupted(let signal): "stopped by twinsim, which signal \(signal) interrupted"
        case .internalFault(let sentence): "stopped by twinsim, which could not go on: \(sentence)"
        case nil: "not recorded: the run goes on, or twinsim was killed"
        }
    }

    /// The figures that a reader looks for first.
    static func keyFigures(_ model: ReportModel) -> [KeyFigure] {
        var figures = model.compressed?.keyFigures ?? []
        if let memory = model.memory { figures += Self.figures(of: memory, model) }
        if let polls = model.polls {
            figures.append(
                KeyFigure(
                    name: "requests", value: Figures.whole(polls),
                    detail: model.meanPollsPerSecond.map { "\(Figures.significant($0)) a second" } ?? ""))
        }
        let effective = model.facts.effectiveStormTimes.count
        figures.append(
            KeyFigure(
                name: "storms", value: "\(model.storms.count)",
                detail: model.storms.isEmpty ? "none carried out" : "\(effective) of them closed connections"))
        return figures
    }

    private static func figures(of memory: Verdict, _ model: ReportModel) -> [KeyFigure] {
        var figures: [KeyFigure] = []
        // An hour of an accelerated run is none of a client in real time.
        let isHourly = !model.isAccelerated
        if isHourly {
            figures.append(
                KeyFigure(
                    name: "memory growth",
                    value: memory.ratePerHour.map { "\(Figures.signed($0)) MB/h" } ?? "not measured",
                    detail: KeyFigure.interval(memory.intervalLow, memory.intervalHigh)))
        }
        if let perStorm = memory.perStormOfCause {
            figures.append(
                KeyFigure(
                    name: "per storm", value: "\(Figures.signed(perStorm)) MB",
                    detail: KeyFigure.interval(memory.perStormLow, memory.perStormHigh)))
        }
        if isHourly, let perPolls = model.megabytesPerThousandPolls {
            let ends = model.megabytesPerThousandPollsInterval
            figures.append(
                KeyFigure(
                    name: "per 1,000 polls", value: "\(Figures.signed(perPolls)) MB",
                    detail: KeyFigure.interval(ends?.low, ends?.high)))
        }
        if isHourly, let detectable = memory.detectablePerHour {
            figures.append(
                KeyFigure(
                    name: "detectable from", value: "\(Figures.significant(detectable)) MB/h",
                    detail: "in a run like this one"))
        }
        if isHourly, let hours = memory.hoursNeeded {
            let whole = Figures.duration(model.facts.durationSeconds + hours * 3600)
            figures.append(
                KeyFigure(
                    name: "still needed", value: Figures.duration(hours * 3600),
                    detail: "for a definite answer: a run of \(whole) in all"))
        }
        return figures
    }
}
