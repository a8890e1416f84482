import EvidenceAnalysis
import LeakAnalysis
import Text

extension CalibrationReport {
    /// The calibration for a terminal.
    package var text: String {
        var text = "\(headline).\n\(setting(separator: "\n"))\n\n"
        text += referenceTable.plain() + "\n"
        if !sentences.isEmpty { text += sentences.map { "\($0)\n" }.joined() + "\n" }
        text += "What this machine can detect in how long\n\n"
        text += outlookTable?.plain() ?? "The steady client's noise could not be measured.\n"
        text += "\n" + hoursTable.map { $0.plain() + "\n" }.joined()
        text += limitations.map { "\($0)\n" }.joined()
        return text
    }

    /// The calibration as a Markdown text: `calibration.md`.
    package var markdown: String {
        var text = "# Calibration: \(Escaping.markdown(conclusion.rawValue))\n\n\(Escaping.markdown(headline)).\n\n"
        text += Escaping.markdown(setting(separator: " ")) + "\n\n"
        text += referenceTable.markdown()
        text += list(sentences)
        text += "## What this machine can detect in how long\n\n"
        text += outlookTable?.markdown() ?? "The steady client's noise could not be measured.\n\n"
        text += hoursTable.map { $0.markdown() }.joined()
        return text + list(limitations)
    }

    private func list(_ sentences: [String]) -> String {
        sentences.isEmpty ? "" : sentences.map { "- \(Escaping.markdown($0))\n" }.joined() + "\n"
    }

    private func setting(separator: String) -> String {
        let host = setting.host.map {
            "\($0.operatingSystem), \(Figures.counted($0.processors, "processor")), "
                + "\(Figures.significant(Double($0.memoryBytes) * 1e-9)) GB"
        }
        let noise = noiseMegabytes.map {
            "noise of the steady client's memory here: \(Figures.significant($0)) MB"
        }
        return [
            "scenario \(setting.scenario), faults \(setting.faultPlan ?? "none"), seed \(setting.seed), "
                + "\(Figures.duration(setting.seconds)) a client, a sample every \(Figures.duration(setting.intervalSeconds)), "
                + "memory rates × \(Figures.significant(factor))",
            host, noise,
        ].compactMap { $0 }.joined(separator: ";" + separator)
    }

    private var referenceTable: ReportTable {
        func figure(_ value: Double?) -> String { value.map { Figures.significant($0) } ?? "–" }
        let rows = zip(results, findings).map { result, finding in
            var nominal = "–"
            if case .memory(let rate) = result.reference.kept { nominal = Figures.significant(rate) }
            let isJudged = result.verdict != nil
            return [
                result.reference.name, nominal, figure(result.truth), result.unit,
                result.verdict?.answer.rawValue ?? "not judged", figure(isJudged ? result.measured : nil),
                isJudged ? Figures.interval(result.low, result.high) : "–",
                result.holdsTruth.map { $0 ? "yes" : "no" } ?? "–", figure(result.detectablePerHour),
                figure(result.verdict?.noise), finding.title,
            ]
        }
        return ReportTable(
            title: "",
            columns: [
                .text("reference"), .number("nominal MB/h"), .number("truth"), .text("unit"), .text("answer"),
                .number("measured"), .text("95 % interval"), .text("truth inside"), .number("detectable an hour"),
                .number("noise"), .text("finding"),
            ], rows: rows)
    }

    private var outlookTable: ReportTable? {
        let outlooks = outlooks
        guard let first = outlooks.first else { return nil }
        let rows = first.outlook.rows.map { row in
            [
                Figures.duration(row.hours * 3600), row.isMeasured ? "measured" : "extrapolated",
                Figures.significant(LeakAnalysis.floor(hours: row.hours)),
            ]
                + outlooks.map { outlook in
                    // Runs that began together end within moments of each other: each shows its own measurement.
                    Figures.significant(
                        row.isMeasured ? outlook.outlook.detectablePerHour : outlook.outlook.rate(hours: row.hours))
                }
        }
        return ReportTable(
            title: "",
            columns: [.text("run"), .text(""), .number("floor, MB/h")]
                + outlooks.map { .number("like \($0.reference.name), MB/h") }, rows: rows
        )
    }

    private var hoursTable: [ReportTable] {
        let outlooks = outlooks
        guard !outlooks.isEmpty else { return [] }
        let rows = nominalRates.map { rate in
            ["\(Figures.significant(rate)) MB/h"]
                + outlooks.map { outlook in
                    let hours = outlook.outlook.hours(toFind: rate)
                    return hours.isFinite ? Figures.duration(hours * 3600) : "never"
                }
        }
        return [
            ReportTable(
                title: "",
                columns: [.text("to find, extrapolated")] + outlooks.map { .number("like \($0.reference.name)") },
                rows: rows)
        ]
    }

    /// The rates that the reference leaks are named after, MB/h.
    var nominalRates: [Double] {
        ReferenceClient.all.compactMap { if case .memory(let rate) = $0.kept { rate } else { nil } }
    }
}
