import EvidenceAnalysis
import Text

/// The facts of a run in the order in which a reader asks for them, for all renderings.
package enum RunDescription {
    /// Pairs of a name and a value; not escaped.
    static func rows(_ model: ReportModel) -> [(name: String, value: String)] {
        let run = model.facts.run
        var rows: [(name: String, value: String)] = [
            ("client", run.clientArguments.map(ShellText.quoted).joined(separator: " ")),
            ("client's end", clientEnd(model)),
            ("scenario", run.scenario), ("seed", "\(run.seed)"), ("faults", run.faultPlanName ?? "none"),
            ("started", run.startedAt),
            (
                "duration",
                "\(Figures.duration(model.facts.durationSeconds)) of \(Figures.duration(run.plannedSeconds)) planned"
            ),
            ("sampled every", Figures.duration(run.intervalSeconds)),
            (
                "machine",
                "\(run.host.operatingSystem), kernel \(run.host.kernel), \(Figures.counted(run.host.processors, "processor")), "
                    + "\(Figures.fixed(Double(run.host.memoryBytes) / 1e9, 1)) GB"
            ), ("twinsim", run.programVersion), ("run", run.uuid),
        ]
        if let system = model.controller?.system {
            rows.insert(
                (
                    "controller",
                    "\(Figures.counted(system.rungs, "rung")), a scan every \(Figures.significant(system.scanMilliseconds)) ms, "
                        + "\(Figures.counted(system.registerEntries, "value")) at unit \(system.unit), a plant of "
                        + Figures.counted(system.components, "component")
                ), at: 3)
        }
        if !run.note.isEmpty { rows.insert(("note", run.note), at: 0) }
        if model.facts.sessions.count > 1 {
            rows.append(
                (
                    "sessions",
                    model.facts.sessions.map { "\($0.number) from \(Figures.clock($0.timeSeconds)) (\($0.startedAt))" }
                        .joined(separator: "; ")
                ))
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

    /// The figures under the headline: name, value, and what the value means.
    static func keyFigures(_ model: ReportModel) -> [(name: String, value: String, detail: String)] {
        var figures: [(name: String, value: String, detail: String)] = []
        figures += model.compressed?.keyFigures ?? []
        if let memory = model.memory {
            if !model.isAccelerated {
                figures.append(
                    (
                        "memory growth", memory.ratePerHour.map { "\(Figures.signed($0)) MB/h" } ?? "not measured",
                        memory.intervalLow == nil
                            ? "no interval"
                            : "95 % interval \(Figures.interval(memory.intervalLow, memory.intervalHigh))"
                    ))
            }
            if let perStorm = memory.perStormOfCause {
                figures.append(
                    (
                        "per storm", "\(Figures.signed(perStorm)) MB",
                        "95 % interval \(Figures.interval(memory.perStormLow, memory.perStormHigh))"
                    ))
            }
            if let perPolls = model.megabytesPerThousandPolls, !model.isAccelerated {
                let interval = model.megabytesPerThousandPollsInterval
                figures.append(
                    (
                        "per 1,000 polls", "\(Figures.signed(perPolls)) MB",
                        "95 % interval \(Figures.interval(interval?.low, interval?.high))"
                    ))
            }
            if let detectable = memory.detectablePerHour, !model.isAccelerated {
                figures.append(("detectable from", "\(Figures.significant(detectable)) MB/h", "in a run like this one"))
            }
            if let hours = memory.hoursNeeded, !model.isAccelerated {
                let whole = model.facts.durationSeconds + hours * 3600
                figures.append(
                    (
                        "still needed", Figures.duration(hours * 3600),
                        "for a definite answer: a run of \(Figures.duration(whole)) in all"
                    ))
            }
        }
        if let polls = model.polls {
            figures.append(
                (
                    "requests", Figures.whole(polls),
                    model.meanPollsPerSecond.map { "\(Figures.significant($0)) a second" } ?? ""
                ))
        }
        let effective = model.facts.effectiveStormTimes.count
        figures.append(
            (
                "storms", "\(model.storms.count)",
                model.storms.isEmpty ? "none carried out" : "\(effective) of them closed connections"
            ))
        return figures
    }
}
