import EvidenceAnalysis
import LeakAnalysis
import Text

extension CalibrationReport {
    /// The calibration for people: `calibration.md`, and what the terminal shows.
    package var document: Document {
        var outlook: [DocumentBlock] =
            outlookTable.map { [.table($0)] } ?? [
                .paragraph([.plain("The steady client's noise could not be measured.")])
            ]
        outlook += hoursTable.map { .table($0) }
        let sections = [
            DocumentSection("The reference clients", [.table(referenceTable)]),
            DocumentSection("What it means", list: sentences),
            DocumentSection("What this machine can detect in how long", outlook),
            DocumentSection("What it cannot say", list: limitations),
        ]
        return Document(
            title: "Calibration: \(conclusion.rawValue)",
            opening: [.paragraph([.plain(headline + ".")]), .facts(conditions)],
            sections: sections.compactMap { $0 })
    }

    private var conditions: [Fact] {
        var facts = [
            Fact(name: "scenario", value: setting.scenario), Fact(name: "faults", value: setting.faultPlan ?? "none"),
            Fact(name: "seed", value: "\(setting.seed)"),
            Fact(name: "a client ran for", value: Figures.duration(setting.seconds)),
            Fact(name: "sampled every", value: Figures.duration(setting.intervalSeconds)),
            Fact(name: "memory rates", value: "× \(Figures.significant(factor))"),
        ]
        if let host = setting.host {
            let memory = Figures.significant(Double(host.memoryBytes) * 1e-9)
            facts.append(
                Fact(
                    name: "machine",
                    value: "\(host.operatingSystem), \(Figures.counted(host.processors, "processor")), \(memory) GB"))
        }
        if let noiseMegabytes {
            facts.append(
                Fact(name: "noise of the steady client", value: "\(Figures.significant(noiseMegabytes)) MB of memory"))
        }
        return facts
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
