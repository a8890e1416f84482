/// Which types of JavaScript objects there are more and more of, by V8's heap snapshots of a traced run.
package struct HeapGrowth: Hashable, Sendable {
    /// A process's snapshots.
    package struct Process: Hashable, Sendable {
        /// What there was at the baseline.
        package var baseline: HeapTypes
        /// What there was in about the middle; nil without such a snapshot.
        package var middle: HeapTypes?
        /// What there was at the end.
        package var last: HeapTypes

        /// A process's snapshots.
        package init(baseline: HeapTypes, middle: HeapTypes? = nil, last: HeapTypes) {
            self.baseline = baseline
            self.middle = middle
            self.last = last
        }
    }

    /// A type that kept growing, over all processes.
    package struct Row: Hashable, Sendable {
        /// The type: a constructor, a function, or a kind of V8's own in parentheses; controlled by the client.
        package var name: String
        /// How many there are.
        package var count: Int64
        /// How many more than at the baseline.
        package var countGrown: Int64
        /// Their own size, without what they refer to, bytes.
        package var bytes: Int64
        /// How much more than at the baseline, bytes.
        package var bytesGrown: Int64

        /// A type's growth.
        package init(name: String, count: Int64, countGrown: Int64, bytes: Int64, bytesGrown: Int64) {
            self.name = name
            self.count = count
            self.countGrown = countGrown
            self.bytes = bytes
            self.bytesGrown = bytesGrown
        }
    }

    /// How many processes were compared.
    package var processes: Int
    /// The types, the one that grew by most bytes first; at most `WhereItGrows.mostRows`.
    package var rows: [Row]
    /// What holds the types that grow most; empty where no snapshot could be followed.
    package var holders: [TraceHolder] = []

    /// Compares the snapshots of each process; pure.
    package init(_ processes: [Process]) {
        self.processes = processes.count
        var sums: [String: Row] = [:]
        for process in processes {
            for (name, last) in process.last.totals {
                let before = process.baseline.totals[name] ?? .init(count: 0, bytes: 0)
                let grown = last.bytes - before.bytes
                let middle = process.middle.map { ($0.totals[name]?.bytes ?? 0) - before.bytes }
                guard grown >= WhereItGrows.leastBytes, WhereItGrows.keepsGrowing(grown, middle) else { continue }
                var row = sums[name] ?? Row(name: name, count: 0, countGrown: 0, bytes: 0, bytesGrown: 0)
                row.count += last.count
                row.countGrown += last.count - before.count
                row.bytes += last.bytes
                row.bytesGrown += grown
                sums[name] = row
            }
        }
        rows = Array(
            sums.values.sorted { ($1.bytesGrown, $0.name) < ($0.bytesGrown, $1.name) }.prefix(WhereItGrows.mostRows))
    }
}
