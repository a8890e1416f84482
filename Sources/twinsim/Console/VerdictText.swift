import EvidenceAnalysis
import EvidenceStore
import SoakHarness
import Text

/// The verdict of a soak at the end of its output.
enum VerdictText {
    /// Headline, reason, a line a channel, and where the report is.
    static func summary(_ judgement: Judgement, folder: EvidenceFolder) -> String {
        let model = judgement.model
        var lines = ["", headline(model.overall), model.overall.reason, ""]
        let missing = model.grounds.filter { $0.state == .notHeld }
        for ground in missing {
            lines.append("  " + padded(ground.kind.title, 30) + padded(ground.state.title, 12) + ground.figure)
        }
        if !missing.isEmpty { lines.append("") }
        for report in model.channels {
            lines.append("  " + padded(report.channel.title, 28) + line(report, of: model))
        }
        for criterion in model.criteria {
            let result = criterion.isMet.map { $0 ? "met" : "not met" } ?? "not measurable"
            lines.append("  " + padded(criterion.name, 28) + padded(result, 12) + " " + criterion.measured)
        }
        if let perThousand = model.megabytesPerThousandPolls, model.overall.answer == .leak {
            lines.append("  " + padded("per 1,000 requests", 28) + "\(Figures.fixed(perThousand, 4)) MB")
        }
        lines += growth(model)
        lines += lastWords(model)
        lines += ["", "report  \(folder.htmlReport)", "verdict \(folder.verdict)"]
        if let output = model.facts.clientOutput { lines.append("client  \(folder.path)/\(output.log)") }
        return lines.joined(separator: "\n")
    }

    /// What a client that ended of itself wrote last: most often why.
    private static func lastWords(_ model: ReportModel) -> [String] {
        guard let output = model.facts.lastWords else { return [] }
        guard !output.lastLines.isEmpty else { return ["", "The client wrote nothing."] }
        return ["", "The client's last words"] + output.lastLines.suffix(mostLines).map { "  " + Escaping.terminal($0) }
    }

    /// The most lines of code, and of the client's output, that are printed; the report has more.
    private static let mostLines = 5

    private static func growth(_ model: ReportModel) -> [String] {
        var lines: [String] = []
        if let growth = model.growth {
            lines += ["", "Where it grows"]
            for line in growth.lines.prefix(mostLines) {
                let place = Escaping.terminal(line.place)
                let blocks = line.blocksPerHour.map { ", \(Figures.fixed($0, 0)) blocks/h" } ?? ""
                lines.append("  \(place)  \(Figures.signed(line.megabytesPerHour)) MB/h\(blocks)")
                lines += reading(line.reading)
                if let holder = line.holder, !holder.chain.isEmpty {
                    lines.append("    held by " + Escaping.terminal(holder.text))
                }
            }
            for row in growth.openings.prefix(mostLines) {
                lines.append(
                    "  \(row.grown) more \(row.kind.title): "
                        + Escaping.terminal(row.place?.text ?? "\(row.what), opened unseen"))
                lines += reading(row.reading)
            }
            if !growth.openings.isEmpty {
                let held = growth.holders.filter {
                    $0.type.map { !$0.hasPrefix("builtins.") } ?? false && !$0.chain.isEmpty
                }
                for holder in held.suffix(2) { lines.append("  held: " + Escaping.terminal(holder.text)) }
            }
            // Threads and sockets stand among what is open, where a place is known.
            let kinds: [TraceSnapshot.Counted] = growth.openings.isEmpty ? [.task, .thread, .socket] : [.task]
            for kind in kinds {
                for row in (growth.counts[kind] ?? []).prefix(2) {
                    lines.append("  \(row.grown) more \(kind.rawValue)s: " + Escaping.terminal(row.name))
                }
            }
            for row in (growth.heap?.rows ?? []).prefix(2) {
                lines.append(
                    "  \(row.countGrown) more objects, \(Figures.fixed(Double(row.bytesGrown) / 1000, 0)) kB: "
                        + Escaping.terminal(row.name))
            }
            lines += native(growth.native)
            if growth.lines.isEmpty, !growth.namesNative, !growth.namesOpenings {
                lines.append("  " + (growth.limitations.first ?? "no \(growth.whatIsNamed) kept growing"))
            }
        }
        for blind in model.blindRuntimes {
            lines += [
                "", Escaping.terminal("\(blind.executable): \(blind.sentence)"),
                "  " + Escaping.terminal(blind.command),
            ]
        }
        return lines
    }

    /// A place's text, and the calls that led there, across the border of a library first.
    private static func reading(_ reading: TraceReading) -> [String] {
        var lines: [String] = []
        if let source = reading.source { lines.append("    " + Escaping.terminal(source)) }
        let borders = [reading.client, reading.library].compactMap { $0 }
        for place in borders {
            let text = place.source.map { "  " + $0 } ?? ""
            lines.append("    from " + Escaping.terminal(place.text + text))
        }
        if borders.isEmpty {
            for call in reading.calls.dropFirst().prefix(2) { lines.append("    from " + Escaping.terminal(call.text)) }
        }
        return lines
    }

    private static func native(_ growth: NativeGrowth?) -> [String] {
        guard let growth else { return [] }
        let openings = growth.openings.prefix(mostLines).flatMap { row in
            ["  \(row.grown) more \(row.kind.title): " + Escaping.terminal(growth.title(row.place))]
                + growth.callers(of: row).prefix(3).map { "    from " + Escaping.terminal($0) }
        }
        return openings
            + growth.rows.prefix(mostLines).flatMap { row in
                [
                    "  \(Escaping.terminal(growth.title(row.place)))  "
                        + "\(Figures.signed(row.megabytesPerHour)) MB/h, "
                        + "\(Figures.fixed(row.blocksPerHour, 0)) blocks/h, by \(row.samples) samples"
                ] + growth.callers(of: row).prefix(2).map { "    from " + Escaping.terminal($0) }
            }
    }

    private static func headline(_ overall: OverallVerdict) -> String {
        guard Console.mayColour else { return overall.headline.uppercased() }
        let colour =
            switch overall.answer {
            case .expected: "32"
            case .suspicious: "33"
            case .leak: "31"
            }
        return "\u{1B}[1;\(colour)m\(overall.headline.uppercased())\u{1B}[0m"
    }

    private static func line(_ report: ChannelReport, of model: ReportModel) -> String {
        if report.channel.isOnlyStated {
            guard let verdict = report.verdict, let rate = verdict.ratePerHour else { return "not judged" }
            return padded("not judged", 12) + "\(Figures.signed(rate)) MB/h"
        }
        guard let verdict = report.verdict else {
            return report.isTraced ? "not judged: traced" : "unavailable: \(report.blindness ?? "")"
        }
        var unit = report.channel.isMemory ? "MB/h" : "an hour"
        var scale = 1.0
        if model.isAccelerated, let polls = model.meanPollsPerSecond, polls > 0 {
            // The hour of an accelerated run is none that a client in real time has: it is told by the operation.
            unit = (report.channel.isMemory ? "MB " : "") + "per 1,000 requests"
            scale = 1 / (3.6 * polls)
        }
        func figure(_ value: Double) -> String { Figures.signed(value * scale) }
        var text = padded(verdict.answer.rawValue, 12)
        if let rate = verdict.ratePerHour, let low = verdict.intervalLow, let high = verdict.intervalHigh {
            text +=
                "\(figure(rate)) \(unit) (95 %: \(figure(low)) … \(figure(high)))"
        }
        if let perStorm = verdict.perStorm, verdict.answer == .leak, verdict.cause == .storms {
            text += ", \(Figures.signed(perStorm)) a storm"
        }
        return text
    }

    private static func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(1, width - text.count))
    }
}
