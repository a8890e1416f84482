import Text

/// What more and more of a native program has open or running, by the call that opened or started it.
package struct NativeOpening: Hashable, Sendable {
    /// What a process had at one moment from one site; counted exactly.
    package struct Count: Hashable, Sendable {
        /// What it is.
        package var kind: TraceOpening.Kind
        /// The calls, the most recent one first; none where the tally did not see it opened.
        package var calls: [NativeSnapshot.Call]
        /// How many there are.
        package var count: Int64
        /// How many more than at the baseline.
        package var grown: Int64

        /// A number of things.
        package init(kind: TraceOpening.Kind, calls: [NativeSnapshot.Call], count: Int64, grown: Int64) {
            self.kind = kind
            self.calls = calls
            self.count = count
            self.grown = grown
        }
    }

    /// What it is.
    package var kind: TraceOpening.Kind
    /// The place in the client, or in the library, that opened or started it.
    package var place: NativeSnapshot.Call
    /// The calls that led to most of it, the most recent one first.
    package var calls: [NativeSnapshot.Call]
    /// How many more than at the baseline.
    package var grown: Int64 = 0
    /// How many there are.
    package var count: Int64 = 0
    /// Growth an hour.
    package var perHour = 0.0

    private struct Key: Hashable {
        var kind: TraceOpening.Kind
        var place: NativeGrowth.Key
    }

    private struct Sum {
        var row: NativeOpening
        var most: Int64 = .min
        var before: Int64 = 0
        var hasMiddle = true
        var stretches: [Stretch] = []
    }

    /// What kept growing in the processes, the most first.
    static func all(_ processes: [NativeGrowth.Process], _ symbols: NativeSymbols) -> [NativeOpening] {
        func placed(_ count: Count) -> (Key, NativeSnapshot.Call)? {
            NativeGrowth.place(of: count.calls, symbols).map {
                (Key(kind: count.kind, place: NativeGrowth.Key($0, symbols)), $0)
            }
        }
        var sums: [Key: Sum] = [:]
        for process in processes where process.last.sinceBaselineSeconds > 0 {
            var before: [Key: Int64] = [:]
            for count in process.middle?.openings ?? [] {
                if let (key, _) = placed(count) { before[key, default: 0] += count.grown }
            }
            var here: Set<Key> = []
            for count in process.last.openings {
                guard let (key, place) = placed(count),
                    // What an interpreter opens its own word tells, or it is the tracer's.
                    !(process.isTracedPython && AllocatorNames.isPython(module: place.module))
                else { continue }
                var sum = sums[key] ?? Sum(row: .init(kind: count.kind, place: place, calls: count.calls))
                sum.row.grown += count.grown
                sum.row.count += count.count
                if count.grown > sum.most {
                    sum.most = count.grown
                    sum.row.place = place
                    sum.row.calls = count.calls
                }
                if here.insert(key).inserted {
                    sum.before += before[key] ?? 0
                    sum.hasMiddle = sum.hasMiddle && process.middle != nil
                    sum.stretches.append(
                        Stretch(
                            fromSeconds: process.last.baselineSeconds, seconds: process.last.sinceBaselineSeconds))
                }
                sums[key] = sum
            }
        }
        let rows = sums.values.compactMap { sum -> NativeOpening? in
            guard sum.row.grown >= GrowthOpening.leastGrown,
                WhereItGrows.keepsGrowing(sum.row.grown, sum.hasMiddle ? sum.before : nil)
            else { return nil }
            var row = sum.row
            row.perHour = Double(row.grown) / Stretch.hoursCovered(by: sum.stretches)
            return row
        }
        let ranked = rows.sorted {
            ($1.grown, $0.kind.rawValue, $0.place.module, $0.place.offset)
                < ($0.grown, $1.kind.rawValue, $1.place.module, $1.place.offset)
        }
        return Array(ranked.prefix(NativeGrowth.mostRows))
    }
}
