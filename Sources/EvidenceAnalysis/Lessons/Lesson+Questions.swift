import Evidence
import LeakAnalysis
import Text

extension Lesson {
    /// What `model` asks, the findings first.
    package static func all(_ model: ReportModel) -> [Lesson] {
        let findings = [ending(model)] + growing(model) + [traced(model), disagreeing(model)]
        let behaviour = [slowReturn(model), silence(model), exceptions(model), refused(model)]
        let plant = alarms(model) + [writes(model)]
        return (findings + behaviour + plant + [openAnswer(model), bound(model)]).compactMap { $0 }
    }

    private static func ending(_ model: ReportModel) -> Lesson? {
        guard case .clientEndedEarly(let end)? = model.facts.finish?.reason, let at = model.facts.finish?.timeSeconds
        else { return nil }
        let before = model.facts.plantStates.last { $0.timeSeconds < at && $0.occasion != "end of the run" }
        let after = before.map { ", \(Figures.duration(at - $0.timeSeconds)) after \($0.occasion)" } ?? ""
        return Lesson(
            "the client's end", seen: "The client \(end.sentence) at \(Figures.clock(at))\(after).",
            question: "What made it end, and what should it have done instead?")
    }

    private static func growing(_ model: ReportModel) -> [Lesson?] {
        model.channels.map { report in
            guard report.channel.isRequired, let verdict = report.verdict,
                verdict.answer == .leak || verdict.answer == .suspicious
            else { return nil }
            return report.channel == .memory ? memory(verdict, model) : count(report.channel, verdict, model)
        }
    }

    private static func memory(_ verdict: Verdict, _ model: ReportModel) -> Lesson {
        if verdict.cause == .storms, let perStorm = verdict.perStorm {
            let costly = verdict.storms.filter { $0.retained > 0.5 * perStorm }.compactMap { kept in
                model.storms.first { abs($0.storm.timeSeconds - kept.startSeconds) < 0.01 }?.storm.number
            }
            return Lesson(
                "memory",
                seen: "Each storm left \(Figures.significant(perStorm)) MB behind"
                    + (costly.isEmpty ? "." : ", most of it \(StormSteps.words(costly))."),
                question: "What does the client make anew at each reconnect (connection object, buffer, thread, "
                    + "subscription, log entry) and never let go of?")
        }
        let rate = verdict.ratePerHour.map { "\(Figures.signed($0)) MB/h" } ?? "by an unknown rate"
        let perPoll = model.megabytesPerThousandPolls.map { ", \(Figures.signed($0)) MB a thousand polls" } ?? ""
        return Lesson(
            "memory", seen: "Memory grew by \(rate)\(perPoll), storms or not.",
            question:
                "What does every poll append to (a history, a cache, a queue that nobody empties, a log buffer), and "
                + "what is meant to bound it?")
    }

    private static func count(_ channel: Channel, _ verdict: Verdict, _ model: ReportModel) -> Lesson {
        let series = model.facts[channel]
        let steps = StormSteps.upward(
            series, storms: model.facts.storms, endSeconds: model.facts.durationSeconds)
        let name = channel.title
        let grew =
            SeriesSummary(series).map { "from \(Figures.fixed($0.first, 0)) to \(Figures.fixed($0.last, 0))" } ?? ""
        let seen =
            "The \(name) grew \(grew)"
            + (steps.isEmpty ? ", and not at the storms." : ", at \(StormSteps.words(steps)).")
        let question =
            switch channel {
            case .descriptors, .sockets:
                steps.isEmpty
                    ? "Which code path opens a file or a connection at a poll and does not close it?"
                    : "Which code path opens a connection without closing the old one?"
            case .threads: "Who ends and joins the thread that is started there?"
            case .children: "Who waits for the child process that is started there?"
            default: "What is made there and not released?"
            }
        return Lesson(name, seen: seen, question: question)
    }

    private static func traced(_ model: ReportModel) -> Lesson? {
        guard let line = model.growth?.lines.first else { return nil }
        return Lesson(
            "the line that grows most",
            seen:
                "\(line.file):\(line.line) kept \(Figures.significant(Double(line.bytesGrown) / 1000)) kB more than after "
                + "warm-up.",
            question: "Who is meant to take out what this line puts in, and when?")
    }

    private static func disagreeing(_ model: ReportModel) -> Lesson? {
        let seconds = model.channels.filter { !$0.channel.isRequired && $0.answer != nil }
        guard model.memory?.answer == .leak, !seconds.isEmpty, seconds.allSatisfy({ $0.answer == .expected }) else {
            return nil
        }
        let names = seconds.map(\.channel.title).joined(separator: " and ")
        return Lesson(
            "growth that no count shows", seen: "Memory grew while \(names) did not.",
            question: "Which library or mapping takes memory past these counts, or is it fragmentation?")
    }

    private static func slowReturn(_ model: ReportModel) -> Lesson? {
        let lost = model.storms.filter { $0.storm.connectionsClosed > 0 && $0.reconnects == 0 }
        if !lost.isEmpty {
            return Lesson(
                "reconnecting", seen: "Nothing came back after \(StormSteps.words(lost.map(\.storm.number))).",
                question: "What does the client wait for, and does anybody notice that it does not poll?")
        }
        guard let slowest = model.storms.max(by: { ($0.lastDelaySeconds ?? 0) < ($1.lastDelaySeconds ?? 0) }),
            let delay = slowest.lastDelaySeconds, delay >= 5
        else { return nil }
        return Lesson(
            "reconnecting",
            seen: "After storm \(slowest.storm.number) the last connection came back after \(Figures.duration(delay)).",
            question: "Is that the back-off that was meant, and is it short enough for the process?")
    }

    private static func silence(_ model: ReportModel) -> Lesson? {
        let worst = model.facts.tagGaps.filter { $0.reads > 0 }.max {
            ($0.longestGapSeconds ?? 0) < ($1.longestGapSeconds ?? 0)
        }
        guard let worst, let gap = worst.longestGapSeconds, gap >= 10 else { return nil }
        let from = worst.longestGapStartSeconds.map { " from \(Figures.clock($0)) on" } ?? ""
        return Lesson(
            "tags that went unread", seen: "\(worst.tag) went unread for \(Figures.duration(gap))\(from).",
            question: "How old may this value get before somebody must be told, and was anybody told?")
    }

    private static func exceptions(_ model: ReportModel) -> Lesson? {
        guard let worst = model.facts.server.exceptionsByCode.max(by: { $0.value < $1.value }), worst.value > 0 else {
            return nil
        }
        return Lesson(
            "exception replies",
            seen: "The server answered \(Figures.counted(Int(worst.value), "request")) with exception \(worst.key) "
                + "(\(ModbusExceptionName.of(worst.key))).",
            question: "Does the client tell this apart from a lost connection, and what does it do with the old value?")
    }

    private static func refused(_ model: ReportModel) -> Lesson? {
        guard let row = model.faults.first(where: { ($0.counters["gave_up"] ?? 0) > 0 }) else { return nil }
        return Lesson(
            "giving up",
            seen: "After the fault \(row.label) (\(row.kind)): \(row.clientDidNext ?? "did not come back").",
            question: "Is giving up meant, and who starts the connection again?")
    }

    private static func alarms(_ model: ReportModel) -> [Lesson?] {
        guard let context = model.controller else { return [] }
        let spans = AlarmSpan.all(context).filter { $0.fromSeconds > 1 }
        return spans.prefix(3).map { span in
            Lesson(
                "alarm \(span.tag.name)",
                seen: "\(span.tag.alarmText) Came at \(Figures.clock(span.fromSeconds))"
                    + (span.toSeconds.map { " and went at \(Figures.clock($0))." } ?? " and stood to the end."),
                question: "Did the client read it, and did its reader get to see it in time?")
        }
    }

    private static func writes(_ model: ReportModel) -> Lesson? {
        guard let written = model.controller?.writes, !written.isEmpty else { return nil }
        let names = written.keys.sorted()
        let shown = names.prefix(6).joined(separator: ", ") + (names.count > 6 ? " and \(names.count - 6) others" : "")
        return Lesson(
            "what the client wrote", seen: "The client wrote \(shown).",
            question: "Is each of these writes meant, and is it safe to repeat it after a reconnect?")
    }

    private static func openAnswer(_ model: ReportModel) -> Lesson? {
        guard model.overall.answer == .suspicious, let hours = model.memory?.hoursNeeded else { return nil }
        return Lesson(
            "an answer that is open",
            seen: "This run cannot tell; about \(Figures.duration(hours * 3600)) more would.",
            question: "Is the longer run made, or is the risk accepted, and by whom?")
    }

    private static func bound(_ model: ReportModel) -> Lesson? {
        guard let rate = model.memory?.detectablePerHour else { return nil }
        return Lesson(
            "what this run could not see",
            seen:
                "A leak below \(Figures.significant(rate)) MB/h, which is \(Figures.significant(rate * 24 * 30)) MB in a "
                + "month, would probably not have been found.",
            question: "How long does the client run between restarts in the field, and is that little enough?")
    }
}
