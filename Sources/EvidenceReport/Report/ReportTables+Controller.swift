import Evidence
import EvidenceAnalysis
import Text

extension ReportTables {
    /// The controller at storms and faults, what it changed, the rungs behind that, alarms and set-points; in order.
    static func controller(_ model: ReportModel) -> [ReportTable] {
        guard let context = model.controller else { return [] }
        let occasions = ControllerOccasion.all(of: model.facts, context)
        return [
            states(occasions), movements(occasions, context), rungs(occasions, context),
            AlarmSpan.table(model.facts, context), setPoints(model.facts, context),
        ]
    }

    private static func names(_ tags: [WatchedTag]) -> String {
        tags.isEmpty ? "none" : tags.map(\.name).joined(separator: ", ")
    }

    /// One row for as many occasions in succession as found the controller the same.
    private static func states(_ occasions: [ControllerOccasion]) -> ReportTable {
        var rows: [[String]] = []
        var begin = occasions.startIndex
        while begin < occasions.count {
            let first = occasions[begin]
            let end =
                occasions[begin...].firstIndex {
                    ($0.mode, $0.alarms, $0.outputsOn, $0.moved) != (
                        first.mode, first.alarms, first.outputsOn, first.moved
                    )
                } ?? occasions.count
            let last = occasions[end - 1]
            let isOne = end - begin == 1
            rows.append([
                isOne
                    ? Figures.clock(first.timeSeconds)
                    : "\(Figures.clock(first.timeSeconds)) to \(Figures.clock(last.timeSeconds))",
                isOne ? first.name : "\(first.name) to \(last.name) (\(end - begin))", first.mode ?? "–",
                names(first.alarms), names(first.outputsOn),
                first.moved.isEmpty ? "none" : first.moved.joined(separator: ", "),
            ])
            begin = end
        }
        return ReportTable(
            title: "The controller at storms and faults",
            note:
                "Read within one sampling interval after each. Occasions in succession that found it the same share a row.",
            columns: [
                .text("time"), .prose("occasion"), .text("mode"), .prose("alarms that stood"),
                .prose("outputs that were on"), .prose("set-points unlike the tag table"),
            ], rows: rows)
    }

    private static func movements(_ occasions: [ControllerOccasion], _ context: ControllerContext) -> ReportTable {
        ReportTable(
            title: "What changed around storms and faults",
            note: "Alarms, outputs and commands from \(Figures.duration(ControllerOccasion.beforeSeconds)) before to "
                + "\(Figures.duration(ControllerOccasion.afterSeconds)) after. The contacts are those of the rungs that drive "
                + "the tag, as they stood then.",
            columns: [
                .text("time"), .text("around"), .text("tag"), .text("change"), .text("rung"), .prose("its contacts"),
                .prose("what it is"),
            ],
            rows: occasions.flatMap { occasion in
                occasion.movements.map { movement in
                    let rungs = context.rungs(driving: movement.tag.name)
                    return [
                        Figures.clock(movement.timeSeconds), occasion.name, movement.tag.name,
                        "\(movement.tag.text(movement.before)) → \(movement.tag.text(movement.after))",
                        rungs.isEmpty ? "none" : rungs.map { "\($0.number)" }.joined(separator: ", "),
                        contacts(of: rungs, context, at: movement.timeSeconds), movement.tag.summary,
                    ]
                }
            })
    }

    private static func contacts(of rungs: [WatchedRung], _ context: ControllerContext, at seconds: Double) -> String {
        var seen: Set<String> = []
        let parts = rungs.flatMap(\.examines).filter { seen.insert($0).inserted }.compactMap { name in
            context.value(of: name, at: seconds).map { "\(name) = \($0 == 0 ? 0 : 1)" }
        }
        return parts.isEmpty ? "–" : parts.joined(separator: ", ")
    }

    private static func rungs(_ occasions: [ControllerOccasion], _ context: ControllerContext) -> ReportTable {
        var timesOn: [String: Int] = [:]
        for occasion in occasions {
            for tag in occasion.alarms + occasion.outputsOn { timesOn[tag.name, default: 0] += 1 }
        }
        let bits = Set((context.tags(.output) + context.tags(.alarm)).filter(\.isBit).map(\.name))
        // Alarms that never came, and rungs of which nothing moved, are left to scenario/.
        let wanted = Set(context.tags(.output).filter(\.isBit).map(\.name) + Array(timesOn.keys))
            .union(occasions.flatMap { $0.movements.map(\.tag.name) })
        return ReportTable(
            title: "The rungs behind it",
            note:
                "Every rung that drives an output, an alarm that stood, or a tag of the table above, and at how many of the "
                + "\(occasions.count) occasions what it drives was on. The whole program is in scenario/.",
            columns: [.number("rung"), .prose("what it does"), .prose("neutral text"), .prose("on at")],
            rows: context.rungs.filter { !wanted.isDisjoint(with: $0.drives) }.map { rung in
                let states = rung.drives.filter { bits.contains($0) }.map { "\($0): \(timesOn[$0] ?? 0)" }
                return [
                    "\(rung.number)", rung.comment, rung.text,
                    states.isEmpty ? rung.drives.joined(separator: ", ") : states.joined(separator: ", "),
                ]
            })
    }

    private static func setPoints(_ facts: EvidenceFacts, _ context: ControllerContext) -> ReportTable {
        let end = facts.durationSeconds
        var still: [String] = []
        var rows: [[String]] = []
        for tag in context.tags(.setPoint) {
            let last = context.value(of: tag.name, at: end)
            let writes = context.writes[tag.name]
            let rungs = context.rungs(driving: tag.name)
            let wasMoved = (context.history[tag.name] ?? []).contains {
                $0.value == nil || context.isMoved(tag, $0.value)
            }
            guard wasMoved || writes != nil else {
                still.append("\(tag.name) = \(tag.text(tag.initial))")
                continue
            }
            var writers: [String] = []
            if let writes {
                writers.append(
                    "a client, \(Figures.counted(Int(writes.count), "time")), last by \(Figures.clock(writes.lastSeconds))"
                )
            }
            if !rungs.isEmpty {
                writers.append("the program, rung " + rungs.map { "\($0.number)" }.joined(separator: ", "))
            }
            rows.append([
                tag.name, tag.text(tag.initial), tag.text(last),
                writers.isEmpty ? "the tag table" : writers.joined(separator: "; "), tag.summary,
            ])
        }
        // Without a row the note would be lost with the table.
        if rows.isEmpty { rows.append(["none", "–", "–", "–", "Nothing was written and nothing moved."]) }
        return ReportTable(
            title: "Set-points and commands",
            note: "What a client may write and what was not the tag table's value throughout."
                + (still.isEmpty
                    ? ""
                    : " As in the tag table throughout, written by nobody (\(still.count)): \(still.joined(separator: ", "))."),
            columns: [
                .text("tag"), .number("tag table"), .number("at the end"), .prose("written by"), .prose("what it is"),
            ], rows: rows)
    }
}
