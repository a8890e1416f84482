import Evidence

/// How the controller stood through a run: mode, alarms, outputs, set-points and the rungs behind them.
///
/// Read from the events `program`, `values` and `controller`, whose form `Docs/Evidence.md` states and
/// `ControllerContext+Events.swift` writes. Older evidence has none of them.
package struct ControllerContext: Sendable {
    /// A tag's value from a moment on; nil where it changed too often to be written down each time.
    package struct Change: Hashable, Sendable {
        /// When it was seen, s from the start.
        package var timeSeconds: Double
        /// The value in engineering units.
        package var value: Double?
    }

    /// What clients wrote to a tag.
    package struct Writes: Hashable, Sendable {
        /// How often.
        package var count: Int64 = 0
        /// When the last write was seen, s from the start.
        package var lastSeconds = 0.0
    }

    /// What was simulated; nil when the record lacks a part.
    package private(set) var system: SystemDescription?
    /// The tags that are followed.
    package private(set) var tags: [WatchedTag] = []
    /// The rungs that drive one of them, in the program's order.
    package private(set) var rungs: [WatchedRung] = []
    /// Tag -> its values, in order of time.
    package private(set) var history: [String: [Change]] = [:]
    /// Tag -> what clients wrote to it.
    package private(set) var writes: [String: Writes] = [:]
    /// The controller's mode, in order of time.
    package private(set) var modes: [(timeSeconds: Double, mode: String)] = []
    /// When the state was looked at because of a storm or a fault, s from the start, ascending.
    private var looks: [Double] = []
    private let intervalSeconds: Double

    /// The context that `facts` hold; nil when none was recorded.
    package init?(_ facts: EvidenceFacts) {
        intervalSeconds = facts.run.intervalSeconds
        for event in facts.events {
            switch event.kind {
            case .program:
                // A resumed run records it again, from the same copy of the scenario.
                system = SystemDescription(event.detail)
                tags = event.detail["tags"]?.elements.compactMap { WatchedTag($0) } ?? []
                rungs = event.detail["ladder"]?.elements.compactMap { WatchedRung($0) } ?? []
            case .values: note(event)
            case .controller:
                if let mode = event.detail["mode"]?.text { modes.append((event.timeSeconds, mode)) }
            default: break
            }
        }
        if tags.isEmpty { return nil }
    }

    private mutating func note(_ event: EvidenceEvent) {
        for member in event.detail["values"]?.members ?? [] {
            history[member.name, default: []].append(
                Change(timeSeconds: event.timeSeconds, value: member.value.figure))
        }
        for member in event.detail["written"]?.members ?? [] {
            guard case .integer(let count) = member.value else { continue }
            writes[member.name, default: Writes()].count += count
            writes[member.name]?.lastSeconds = event.timeSeconds
        }
        if event.detail["occasion"] == .bool(true) { looks.append(event.timeSeconds) }
    }

    /// The look that a storm or a fault at `seconds` was followed by: the first one from then on.
    package func look(after seconds: Double) -> Double {
        // Times are kept to the millisecond.
        let first = looks.partitioningIndex { $0 >= seconds - 0.001 }
        return first < looks.count ? looks[first] : seconds + intervalSeconds
    }

    /// The tag's value at `seconds`; nil when it was not recorded, or changed too often.
    package func value(of tag: String, at seconds: Double) -> Double? {
        guard let changes = history[tag] else { return nil }
        let next = changes.partitioningIndex { $0.timeSeconds > seconds + 0.0005 }
        return next > 0 ? changes[next - 1].value : nil
    }

    /// The controller's mode at `seconds`; nil before the first record.
    package func mode(at seconds: Double) -> String? { modes.last { $0.timeSeconds <= seconds + 0.0005 }?.mode }

    /// The tags of one role, in the order of the tag table.
    package func tags(_ role: WatchedTag.Role) -> [WatchedTag] { tags.filter { $0.role == role } }

    /// The rungs that drive `tag`, or the structure that it is a member of.
    package func rungs(driving tag: String) -> [WatchedRung] {
        let whole = tag.split(separator: ".").first.map(String.init) ?? tag
        return rungs.filter { $0.drives.contains(tag) || (whole != tag && $0.drives.contains(whole)) }
    }

    /// The set-points and commands that are as somebody left them: no rung drives them, or a client wrote them.
    package var adjustable: [WatchedTag] {
        tags(.setPoint).filter { writes[$0.name] != nil || rungs(driving: $0.name).isEmpty }
    }

    /// Whether the value is not that of the tag table.
    package func isMoved(_ tag: WatchedTag, _ value: Double?) -> Bool {
        guard let value, let initial = tag.initial else { return false }
        return abs(value - initial) > max(1e-6, abs(initial) * 1e-5)
    }
}

extension Array {
    /// The first index from which on `belongs` holds, in a list in which it holds from some index on.
    func partitioningIndex(where belongs: (Element) -> Bool) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if belongs(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
