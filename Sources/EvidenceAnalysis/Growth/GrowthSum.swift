/// What a file, a package, or a place with everything that it calls grew by, over all processes of a traced run.
package struct GrowthSum: Hashable, Sendable {
    /// The most rows of a kind.
    static let mostRows = 10

    /// What is summed up.
    package var kind: TraceSum.Kind
    /// The file, the package or the place; controlled by the client.
    package var title: String
    /// The place's text; nil where there is no place or it could not be read.
    package var source: String?
    /// Bytes more than at the baseline.
    package var bytesGrown: Int64 = 0
    /// Growth, MB (10⁶ bytes) an hour.
    package var megabytesPerHour = 0.0

    /// What kept growing in the processes, by kind, each kind's most first.
    static func all(_ processes: [WhereItGrows.Process]) -> [GrowthSum] {
        TraceSum.Kind.allCases.flatMap { kind in
            var sums: [String: GrowthSum] = [:]
            var seen: [String: [TraceSnapshot]] = [:]
            for process in processes {
                for row in process.last.sums where row.kind == kind && row.bytesGrown >= WhereItGrows.leastBytes {
                    let before = process.middle.map { middle in
                        middle.sums.first { $0.kind == kind && $0.title == row.title }?.bytesGrown ?? 0
                    }
                    guard WhereItGrows.keepsGrowing(row.bytesGrown, before) else { continue }
                    var sum =
                        sums[row.title] ?? GrowthSum(kind: kind, title: row.title, source: row.place?.source)
                    sum.bytesGrown += row.bytesGrown
                    sums[row.title] = sum
                    seen[row.title, default: []].append(process.last)
                }
            }
            let rows = sums.map { title, row in
                var row = row
                row.megabytesPerHour =
                    Double(row.bytesGrown) * 1e-6 / WhereItGrows.hoursCovered(by: seen[title] ?? [])
                return row
            }
            return Array(rows.sorted { ($1.bytesGrown, $0.title) < ($0.bytesGrown, $1.title) }.prefix(mostRows))
        }
    }
}
