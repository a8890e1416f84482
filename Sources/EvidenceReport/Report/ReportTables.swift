import Evidence
import EvidenceAnalysis
import LeakAnalysis
import Text

/// The tables of a report, in order; those without rows are left out.
enum ReportTables {
    /// The tables that carry the verdict.
    static func verdict(_ model: ReportModel) -> [ReportTable] {
        ([grounds(model)] + (model.compressed?.tables ?? []) + [channels(model)]
            + [MemoryPart.table(model.memoryParts)].compactMap { $0 }
            + [Agreement.table(model.agreements), criteria(model)]
            + (model.growth?.tables ?? [])
            + [BlindRuntime.table(model.blindRuntimes)].compactMap { $0 }).filter { !$0.rows.isEmpty }
    }

    /// The tables that say what happened.
    static func course(_ model: ReportModel) -> [ReportTable] {
        ([storms(model), faults(model)] + controller(model) + [plant(model), events(model)])
            .filter { !$0.rows.isEmpty }
    }

    /// The tables with the details of client, server and harness.
    static func details(_ model: ReportModel) -> [ReportTable] {
        [
            processes(model), model.native?.classTable, requests(model), exceptions(model), tagGaps(model),
            harness(model), gaps(model),
            unavailable(model),
        ]
        .compactMap { $0 }.filter { !$0.rows.isEmpty }
    }

    /// A second opinion that was not to be had says nothing, and neither do files where next to nothing was written.
    private static func isShown(_ report: ChannelReport, _ model: ReportModel) -> Bool {
        if report.channel.isOnlyStated {
            return model.files != nil || model.criteria.contains { $0.name.hasPrefix("disk") }
        }
        return report.channel.isRequired || report.verdict != nil
    }

    /// What a channel that does not decide is worth, for its row.
    private static func role(of channel: Channel) -> String {
        channel.isOnlyStated ? " (not judged)" : channel.isSecondOpinion ? " (second opinion)" : ""
    }

    private static func grounds(_ model: ReportModel) -> ReportTable {
        ReportTable(
            title: "Grounds",
            note: "What a clean verdict rests on: one ground that does not hold makes the run inconclusive.",
            columns: [.text("ground"), .text("result"), .prose("figure"), .prose("what was seen")],
            rows: model.grounds.map { [$0.kind.title, $0.state.title, $0.figure, $0.sentence] }, answerColumn: 1)
    }

    private static func channels(_ model: ReportModel) -> ReportTable {
        ReportTable(
            title: "What was looked at",
            note: "Rates in units per hour with their 95 % interval; the detectable rate is the slowest growth that "
                + "this run would have found in four cases of five."
                + (model.isAccelerated ? " The hours are the accelerated run's own." : ""),
            columns: [
                .text("channel"), .text("answer"), .number("first"), .number("last"), .number("rate /h"),
                .number("95 % interval /h"), .number("detectable /h"), .prose("why"),
            ],
            rows: model.channels.filter { isShown($0, model) }.map { channel in
                let summary = SeriesSummary(model.facts[channel.channel])
                let isMemory = channel.channel.isMemory
                func level(_ value: Double?) -> String {
                    value.map { Figures.fixed($0, isMemory ? 2 : 0) } ?? "–"
                }
                let verdict = channel.verdict
                return [
                    channel.channel.title + (isMemory ? ", MB" : "")
                        + Self.role(of: channel.channel),
                    channel.answer?.rawValue
                        ?? (channel.isTraced || channel.verdict != nil ? "not judged" : "not looked at"),
                    level(summary?.first), level(summary?.last),
                    verdict?.ratePerHour.map(Figures.signed) ?? "–",
                    Figures.interval(verdict?.intervalLow, verdict?.intervalHigh),
                    verdict?.detectablePerHour.map { Figures.significant($0) } ?? "–", channel.reason,
                ]
            }, answerColumn: 1)
    }

    private static func criteria(_ model: ReportModel) -> ReportTable {
        ReportTable(
            title: "Criteria", columns: [.text("criterion"), .text("result"), .prose("asked"), .prose("measured")],
            rows: model.criteria.map {
                [$0.name, $0.isMet.map { $0 ? "met" : "not met" } ?? "not judged", $0.demand, $0.measured]
            }, answerColumn: 1)
    }

    private static func storms(_ model: ReportModel) -> ReportTable {
        ReportTable(
            title: "Storms",
            note: "Left behind: the memory level before the next storm less that before this one, for one storm.",
            columns: [
                .number("storm"), .text("time"), .text("closed by"), .number("connections closed"),
                .number("reconnects"), .number("first after"), .number("last after"), .number("left behind, MB"),
            ],
            rows: model.storms.map { row in
                let left = row.retained.map {
                    Figures.fixed($0.megabytes, 2) + ($0.merged > 1 ? " (mean of \($0.merged))" : "")
                }
                return [
                    "\(row.storm.number)", Figures.clock(row.storm.timeSeconds),
                    row.storm.close == .reset ? "reset" : "orderly end", "\(row.storm.connectionsClosed)",
                    "\(row.reconnects)", row.firstDelaySeconds.map(Figures.duration) ?? "never",
                    row.lastDelaySeconds.map(Figures.duration) ?? "never", left ?? "–",
                ]
            })
    }

    private static func events(_ model: ReportModel) -> ReportTable {
        ReportTable(
            title: "Faults, alarms and other events",
            columns: [.text("time"), .text("kind"), .prose("subject"), .prose("what")],
            rows: model.facts.events.filter(\.isForReaders).map { event in
                [
                    Figures.clock(event.timeSeconds), String(event.kind.rawValue.map { $0 == "_" ? " " : $0 }),
                    event.subject, event.summary,
                ]
            })
    }

    private static func processes(_ model: ReportModel) -> ReportTable {
        ReportTable(
            title: "Processes of the client",
            columns: [
                .number("pid"), .number("parent"), .prose("command"), .number("first seen"), .number("last seen"),
                .number("memory first, MB"),
                .number("last, MB"), .number("peak, MB"), .number("descriptors, peak"), .number("threads, peak"),
                .number("CPU, s"), .text("end"),
            ],
            rows: model.facts.processes.map { process in
                let summary = SeriesSummary(process.memory)
                func megabytes(_ value: Double?) -> String { value.map { Figures.fixed($0, 2) } ?? "–" }
                let command = process.pool.map {
                    "\(process.command): \(Figures.whole($0.total)), at most \(Figures.whole($0.mostAtOnce)) at once"
                }
                return [
                    process.pool == nil ? "\(process.process.pid)" : "–",
                    process.pool == nil ? "\(process.parent)" : "–", command ?? process.command,
                    Figures.clock(process.firstSeenSeconds), Figures.clock(process.lastSeenSeconds),
                    megabytes(summary?.first), megabytes(summary?.last), megabytes(summary?.highest),
                    process.peakDescriptors.map(Figures.whole) ?? "–", process.peakThreads.map(Figures.whole) ?? "–",
                    process.processorSeconds.map { Figures.significant($0) } ?? "–",
                    process.pool == nil ? process.end?.sentence ?? "alive" : "–",
                ]
            })
    }

    private static func requests(_ model: ReportModel) -> ReportTable {
        let totals = model.facts.server.totals
        var rows: [[String]] = []
        func add(_ name: String, _ quantity: SecondQuantity) {
            if let value = totals[quantity] { rows.append([name, Figures.whole(value)]) }
        }
        add("requests", .requests)
        if let mean = model.meanPollsPerSecond {
            rows.append(["requests per second, mean", Figures.significant(mean)])
        }
        if let rate = model.megabytesPerThousandPolls {
            rows.append(["memory growth per 1000 requests, MB", Figures.signed(rate)])
        }
        add("normal replies", .replies)
        add("exception replies", .exceptions)
        add("connections accepted", .accepted)
        add("connections refused at the limit", .refused)
        add("connections closed by the client", .closedByPeer)
        add("connections closed by storms", .closedByStorm)
        add("bytes received", .bytesIn)
        add("bytes sent", .bytesOut)
        add("scans", .scans)
        add("scans that missed their period", .scanOverruns)
        func microseconds(_ name: String, _ quantity: SecondQuantity) {
            if let value = totals[quantity] { rows.append([name, Figures.significant(Double(value) / 1000)]) }
        }
        microseconds("execution of a scan, mean, µs", .scanMeanNanoseconds)
        microseconds("execution of a scan, longest, µs", .scanMaximumNanoseconds)
        microseconds("lateness of a scan, longest, µs", .scanLatenessNanoseconds)
        return ReportTable(title: "Requests and scans", columns: [.text("figure"), .number("value")], rows: rows)
    }

    private static func exceptions(_ model: ReportModel) -> ReportTable {
        ReportTable(
            title: "Modbus exceptions", columns: [.number("code"), .text("name"), .number("replies")],
            rows: model.facts.server.exceptionsByCode.sorted { $0.key < $1.key }.map { code, count in
                ["\(code)", ModbusExceptionName.of(code), Figures.whole(count)]
            })
    }

    private static func tagGaps(_ model: ReportModel) -> ReportTable {
        // Most clients read a few of hundreds of tags; with none at all the table has to say so.
        let read = model.facts.tagGaps.filter { $0.reads > 0 }
        let neverRead = read.isEmpty ? [] : model.facts.tagGaps.filter { $0.reads == 0 }.map(\.tag)
        return ReportTable(
            title: "Tags and how long they went unread",
            note: neverRead.isEmpty
                ? "" : "\(Figures.counted(neverRead.count, "tag")) never read: \(neverRead.joined(separator: ", ")).",
            columns: [.text("tag"), .number("reads"), .number("longest gap"), .text("from"), .text("last read")],
            rows: (read.isEmpty ? model.facts.tagGaps : read).map { gap in
                [
                    gap.tag, Figures.whole(gap.reads), gap.longestGapSeconds.map(Figures.duration) ?? "never read",
                    gap.longestGapStartSeconds.map(Figures.clock) ?? "–", gap.lastReadSeconds.map(Figures.clock) ?? "–",
                ]
            })
    }

    private static func harness(_ model: ReportModel) -> ReportTable {
        let server = model.facts.server
        var rows: [[String]] = []
        if let own = SeriesSummary(server.ownMemory) {
            rows.append([
                "private memory, MB",
                "\(Figures.fixed(own.first, 2)) first, \(Figures.fixed(own.last, 2)) last, \(Figures.fixed(own.highest, 2)) peak",
            ])
        }
        if let verdict = model.harness {
            rows.append(["its own verdict", "\(verdict.answer.rawValue): \(verdict.reason)"])
        }
        if let own = SeriesSummary(server.ownDescriptors) {
            rows.append(["descriptors", "\(Figures.fixed(own.first, 0)) first, \(Figures.fixed(own.last, 0)) last"])
        }
        if let processor = server.totals[.ownProcessorMilliseconds], model.facts.durationSeconds > 0 {
            let share = Double(processor) / 10 / model.facts.durationSeconds
            rows.append([
                "processor time",
                "\(Figures.significant(Double(processor) / 1000)) s, \(Figures.significant(share)) % of one processor",
            ])
        }
        if let mean = server.meanSamplingMilliseconds, let longest = server.longestSamplingMilliseconds {
            rows.append([
                "one sampling pass", "\(Figures.significant(mean)) ms mean, \(Figures.significant(longest)) ms longest",
            ])
        }
        return ReportTable(
            title: "What the harness itself cost", columns: [.text("figure"), .prose("value")], rows: rows)
    }

    private static func gaps(_ model: ReportModel) -> ReportTable {
        ReportTable(
            title: "Stretches without samples", columns: [.text("from"), .text("to"), .prose("why")],
            rows: model.facts.gaps.map { [Figures.clock($0.fromSeconds), Figures.clock($0.toSeconds), $0.reason] })
    }

    private static func unavailable(_ model: ReportModel) -> ReportTable {
        ReportTable(
            title: "Readings that could not be taken", note: "Unavailable is not zero: these readings are missing.",
            columns: [.number("pid"), .text("reading"), .text("from"), .text("to"), .prose("why")],
            rows: model.facts.unavailable.map { reading in
                [
                    "\(reading.process.pid)", reading.quantity.title, Figures.clock(reading.fromSeconds),
                    reading.toSeconds.map(Figures.clock) ?? "the end", reading.reason,
                ]
            })
    }
}
