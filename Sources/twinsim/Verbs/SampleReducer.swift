import LeakAnalysis

/// Keeps the rows of a log in a bounded memory: of a long one the median of each few readings that follow each other.
///
/// Only readings of one life, without a storm, a hole or a step of the clock between them, are taken together. The
/// analysis divides a run into far fewer stretches than are left.
struct SampleReducer {
    /// About so many rows are left of a longer log.
    static let keptRows = 1_000_000

    /// How many readings become one; 1: each is kept.
    let group: Int
    /// The rows so far.
    private(set) var rows: [RecordedRow] = []
    private var held: [RecordedRow] = []
    /// The usual time between two readings of the last group, in seconds.
    private var spacing = 0.0

    /// A reducer for a log of about so many lines.
    init(lines: Int) {
        group = max(1, (lines + Self.keptRows - 1) / Self.keptRows)
    }

    /// Adds the next row.
    mutating func add(_ row: RecordedRow) {
        guard group > 1, let value = row.value, value.isFinite, row.timeSeconds.isFinite, !row.isStorm else {
            flush()
            return rows.append(row)
        }
        if let last = held.last {
            let step = row.timeSeconds - last.timeSeconds
            let isHole = held.count > 1 || spacing > 0 ? step > 5 * usualSpacing : false
            if step < 0 || isHole || row.segment != last.segment { flush() }
        }
        held.append(row)
        if held.count == group { flush() }
    }

    /// Ends the log.
    mutating func finish() -> [RecordedRow] {
        flush()
        return rows
    }

    private var usualSpacing: Double {
        guard held.count > 1, let first = held.first, let last = held.last else { return spacing }
        return max(spacing, (last.timeSeconds - first.timeSeconds) / Double(held.count - 1))
    }

    private mutating func flush() {
        guard let first = held.first else { return }
        defer { held.removeAll(keepingCapacity: true) }
        if held.count == 1 { return rows.append(first) }
        spacing = usualSpacing
        let values = held.compactMap(\.value).sorted()
        let middle = values.count / 2
        let median = values.count.isMultiple(of: 2) ? (values[middle - 1] + values[middle]) / 2 : values[middle]
        let time = held.reduce(0) { $0 + $1.timeSeconds / Double(held.count) }
        rows.append(RecordedRow(timeSeconds: time, value: median, segment: first.segment))
    }
}
