import Evidence

/// The stretches of a run in which nothing is asked of the client: while a fault lasts and shortly after it, around a
/// start of the client, and where nothing was recorded.
package struct FaultWindows: Hashable, Sendable {
    /// The time after a fault that is excused when no criterion says how fast the client must be back, s.
    package static let allowanceSeconds = 10.0

    /// The stretches, s from the start, ascending and apart from each other.
    package private(set) var stretches: [ClosedRange<Double>] = []

    /// The stretches of `facts`, each fault's followed by `allowanceSeconds`.
    package init(_ facts: EvidenceFacts, allowanceSeconds: Double) {
        var found: [ClosedRange<Double>] = []
        func add(_ from: Double, _ to: Double) { if from <= to { found.append(from...to) } }
        let reconnects = Dictionary(grouping: facts.reconnects, by: \.storm)
        for storm in facts.storms {
            // A storm closes connections several times; the last time shows in its reconnects.
            let drops = (reconnects[storm.number] ?? []).map { $0.timeSeconds - $0.delaySeconds }
            add(storm.timeSeconds, max(storm.timeSeconds, drops.max() ?? 0) + allowanceSeconds)
        }
        for fault in Self.faults(facts) { add(fault.from, fault.to + allowanceSeconds) }
        for start in [0] + facts.restartTimes { add(start, start + allowanceSeconds) }
        for gap in facts.gaps where !gap.isTheClients { add(gap.fromSeconds, gap.toSeconds + allowanceSeconds) }
        for stretch in found.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = stretches.last, stretch.lowerBound <= last.upperBound {
                stretches[stretches.count - 1] = last.lowerBound...max(last.upperBound, stretch.upperBound)
            } else {
                stretches.append(stretch)
            }
        }
    }

    /// The parts of `from` to `to` outside the stretches, in order. Cost: the logarithm of the stretches' number, and
    /// those that lie within.
    package func parts(from: Double, to: Double) -> [(from: Double, to: Double)] {
        var parts: [(from: Double, to: Double)] = []
        var start = from
        // The first stretch that ends after `from`, by halving.
        var index = 0
        var end = stretches.count
        while index < end {
            let middle = (index + end) / 2
            if stretches[middle].upperBound > from { end = middle } else { index = middle + 1 }
        }
        for stretch in stretches[index...] {
            guard stretch.lowerBound < to else { break }
            if stretch.lowerBound > start { parts.append((start, stretch.lowerBound)) }
            start = max(start, stretch.upperBound)
        }
        if start < to { parts.append((start, to)) }
        return parts
    }

    /// The faults that the events tell of; one that did not end lasts to the end of the run.
    static func faults(_ facts: EvidenceFacts) -> [(name: String, from: Double, to: Double)] {
        var faults: [(name: String, from: Double, to: Double)] = []
        var open: [String: [Int]] = [:]
        for event in facts.events {
            if event.kind == .faultBegan {
                open[event.subject, default: []].append(faults.count)
                faults.append((event.subject, event.timeSeconds, max(event.timeSeconds, facts.durationSeconds)))
            } else if event.kind == .faultEnded, let index = open[event.subject]?.popLast() {
                faults[index].to = event.timeSeconds
            }
        }
        return faults
    }
}
