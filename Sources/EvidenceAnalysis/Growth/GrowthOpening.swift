/// A place that opened or started what there is more and more of, over all processes of a traced run.
package struct GrowthOpening: Hashable, Sendable {
    /// Growth by fewer is none: a connection more is what a client has at times.
    static let leastGrown: Int64 = 2

    /// What it is.
    package var kind: TraceOpening.Kind
    /// Where it was opened or started; nil where the interpreter did not see it.
    package var place: TracePlace?
    /// What tells it where no place does; controlled by the client.
    package var what: String
    /// How many more than at the baseline.
    package var grown: Int64 = 0
    /// How many there are.
    package var count: Int64 = 0
    /// Growth an hour.
    package var perHour = 0.0
    /// What helps to read the place.
    package var reading: TraceReading

    /// What kept growing in the processes, the most first; what is seen at a place comes before what is not.
    static func all(_ processes: [WhereItGrows.Process]) -> [GrowthOpening] {
        var sums: [String: GrowthOpening] = [:]
        var seen: [String: [TraceSnapshot]] = [:]
        for process in processes {
            for row in process.last.openings where row.grown >= leastGrown {
                let before = process.middle.map { middle in
                    middle.openings.first { $0.key == row.key }?.grown ?? 0
                }
                guard WhereItGrows.keepsGrowing(row.grown, before) else { continue }
                var sum =
                    sums[row.key]
                    ?? GrowthOpening(kind: row.kind, place: row.place, what: row.what, reading: row.reading)
                sum.grown += row.grown
                sum.count += row.count
                sums[row.key] = sum
                seen[row.key, default: []].append(process.last)
            }
        }
        let rows = sums.map { key, row in
            var row = row
            row.perHour = Double(row.grown) / WhereItGrows.hoursCovered(by: seen[key] ?? [])
            return row
        }
        let ranked = rows.sorted {
            ($0.place == nil ? 1 : 0, $1.grown, $0.kind.rawValue, $0.title)
                < ($1.place == nil ? 1 : 0, $0.grown, $1.kind.rawValue, $1.title)
        }
        return Array(ranked.prefix(WhereItGrows.mostRows))
    }

    /// The place for readers, or what is open where no place is known.
    package var title: String { place.map(\.text) ?? what }
}
