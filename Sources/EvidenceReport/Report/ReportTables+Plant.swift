import Evidence
import EvidenceAnalysis
import Text

extension ReportTables {
    /// Most occasions that have a column of their own.
    private static let mostOccasions = 8

    /// The plant as the controller measures it, a column for each of up to eight storms and faults.
    static func plant(_ model: ReportModel) -> ReportTable {
        let states = model.facts.plantStates
        let shown = Self.spread(states)
        var words: [String: WatchedTag] = [:]
        for tag in model.controller?.tags(.input) ?? [] { words[tag.name] = tag }
        var names: [String] = []
        var values: [String: [Double]] = [:]
        for state in states {
            for tag in state.tags {
                if values[tag.name] == nil { names.append(tag.name) }
                values[tag.name, default: []].append(tag.value)
            }
        }
        let still = names.filter { name in Set(values[name] ?? []).count == 1 && states.count > 1 }
        let moving = names.filter { !still.contains($0) }
        var note = "The tags that the plant drives, as they were read at the time."
        if states.count > shown.count {
            note +=
                " \(shown.count) of \(states.count) occasions are shown; lowest and highest are of all of them, which "
                + "twinsim export --what plant lists."
        }
        if moving.contains(where: { words[$0]?.engineering != nil }) {
            note += " Above a raw value stands what the program's SCP makes of it."
        }
        if !still.isEmpty {
            note +=
                " The same each time: "
                + still.map { name in
                    let tag = words[name]
                    let figure = Figures.level(values[name]?.first ?? 0)
                    return "\(name) = \(figure)\(tag.map { $0.unit.isEmpty ? "" : " \($0.unit)" } ?? "")"
                }.joined(separator: ", ") + "."
        }
        return ReportTable(
            title: "The plant at storms and faults", note: note,
            columns: [.text("tag"), .text("unit")]
                + shown.map { .number("\(short($0.occasion)) \(Figures.clock($0.timeSeconds))") }
                + [.number("lowest"), .number("highest")],
            rows: moving.flatMap { name in
                func row(_ title: String, _ unit: String, _ scaled: (Double) -> Double) -> [String] {
                    let all = (values[name] ?? []).map(scaled)
                    return [title, unit]
                        + shown.map { state in
                            state.tags.first { $0.name == name }.map { Figures.level(scaled($0.value)) } ?? "–"
                        } + [Figures.level(all.min() ?? 0), Figures.level(all.max() ?? 0)]
                }
                let raw = row(name, words[name]?.unit ?? "") { $0 }
                guard let scale = words[name]?.engineering else { return [raw] }
                return [row(scale.tag, scale.unit, scale.value), raw]
            })
    }

    private static func short(_ occasion: String) -> String { occasion == "end of the run" ? "end" : occasion }

    /// Evenly spread, the first and the last among them.
    private static func spread(_ states: [PlantState]) -> [PlantState] {
        guard states.count > mostOccasions else { return states }
        return (0..<mostOccasions).map { states[$0 * (states.count - 1) / (mostOccasions - 1)] }
    }
}
