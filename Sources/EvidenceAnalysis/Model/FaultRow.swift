import Evidence
import Text

/// One fault of a run: how often it came, what left our side because of it, what the client did next.
package struct FaultRow: Hashable, Sendable {
    /// Its name in records.
    package var label: String
    /// Its kind, as the catalogue spells it.
    package var kind: String
    /// The kind's parameters in words.
    package var parameters: String
    /// Occurrences that began, or moments at which it struck.
    package var occurrences = 0
    /// The stretches in which it was in force, s from the start.
    package var stretches: [ClosedRange<Double>] = []
    /// What the server counted, by the names in `Docs/Evidence.md`; empty for faults that it does not carry out.
    package var counters: [String: Int64] = [:]

    /// A fault that has not begun, with what the server counted of it.
    package init(label: String, kind: String, parameters: String, counters: [String: Int64] = [:]) {
        self.label = label
        self.kind = kind
        self.parameters = parameters
        self.counters = counters
    }

    /// Counters of which the largest counts and not the sum.
    private static let maxima: Set<String> = ["longest_delay_ns", "polled_on_longest_ns", "reconnected_longest_ns"]

    /// The time for which it was in force, s.
    package var inForceSeconds: Double { stretches.reduce(0) { $0 + $1.upperBound - $1.lowerBound } }

    /// Every fault that began, in the order of the first beginnings. A fault that did not end lasted to the end.
    package static func rows(of facts: EvidenceFacts) -> [FaultRow] {
        var rows: [FaultRow] = []
        var placeOfLabel: [String: Int] = [:]
        var begun: [String: [Double]] = [:]
        var newest: [String: (session: Int, counters: [String: Int64])] = [:]
        func text(_ event: EvidenceEvent, _ name: String) -> String { event.detail.text(name) ?? "" }
        for event in facts.events {
            let label = event.subject
            switch event.kind {
            case .faultBegan:
                let place = placeOfLabel[label] ?? rows.count
                if place == rows.count {
                    placeOfLabel[label] = place
                    rows.append(
                        FaultRow(label: label, kind: text(event, "kind"), parameters: text(event, "parameters")))
                }
                rows[place].occurrences += 1
                begun[label, default: []].append(event.timeSeconds)
            case .faultEnded:
                guard let place = placeOfLabel[label], let begin = begun[label]?.popLast() else { continue }
                rows[place].stretches.append(begin...max(begin, event.timeSeconds))
            case .faultCounters:
                guard let place = placeOfLabel[label], case .object(let members) = event.detail else { continue }
                // The server counts from 0 in every session.
                let session = facts.sessions.last { $0.timeSeconds <= event.timeSeconds }?.number ?? 1
                if let before = newest[label], before.session != session { rows[place].add(before.counters) }
                var counters: [String: Int64] = [:]
                for member in members where member.name != "fault" {
                    if case .integer(let value) = member.value { counters[member.name] = value }
                }
                newest[label] = (session, counters)
            default: break
            }
        }
        for (label, place) in placeOfLabel {
            for begin in begun[label] ?? [] { rows[place].stretches.append(begin...max(begin, facts.durationSeconds)) }
            if let last = newest[label] { rows[place].add(last.counters) }
        }
        return rows
    }

    private mutating func add(_ session: [String: Int64]) {
        for (name, value) in session {
            counters[name] =
                Self.maxima.contains(name) ? max(counters[name] ?? 0, value) : (counters[name] ?? 0) + value
        }
    }

    /// What left our side, in words; nil when the server counted nothing of it.
    package var leftOurSide: String? {
        func part(_ name: String, _ one: String, _ many: String) -> String? {
            guard let count = counters[name], count > 0 else { return nil }
            return "\(Figures.whole(count)) \(count == 1 ? one : many)"
        }
        guard !counters.isEmpty else { return nil }
        var parts = [
            part("exceptions", "exception", "exceptions"), part("withheld", "reply withheld", "replies withheld"),
            part("writes_lost", "write lost", "writes lost"), part("changed", "reply changed", "replies changed"),
            part("delayed", "reply delayed", "replies delayed"), part("resets", "reset", "resets"),
            part("closes", "orderly close", "orderly closes"),
            part("refused", "client turned away", "clients turned away"),
            part("bytes", "byte", "bytes"),
        ].compactMap { $0 }
        if let count = counters["delayed"], count > 0, let sum = counters["delay_ns"] {
            parts.append("mean delay \(Figures.duration(Double(sum) * 1e-9 / Double(count)))")
        }
        if parts.isEmpty { parts = [part("hits", "hit", "hits") ?? "nothing: it met nobody"] }
        return parts.joined(separator: ", ")
    }

    /// What the client did next, in words; nil when nothing of it is known.
    package var clientDidNext: String? {
        func sequel(_ name: String, _ verb: String) -> String? {
            guard let count = counters[name], count > 0 else { return nil }
            let mean = Double(counters["\(name)_ns"] ?? 0) * 1e-9 / Double(count)
            let longest = Double(counters["\(name)_longest_ns"] ?? 0) * 1e-9
            return "\(verb) \(Figures.whole(count)) times, after \(Figures.duration(mean)) on average, "
                + "\(Figures.duration(longest)) at most"
        }
        guard !counters.isEmpty else { return nil }
        var parts = [sequel("polled_on", "polled on"), sequel("reconnected", "came back")].compactMap { $0 }
        if let count = counters["gave_up"], count > 0 {
            parts.append("did not come back on \(Figures.counted(Int(count), "connection"))")
        }
        return parts.isEmpty ? nil : parts.joined(separator: "; ")
    }
}
