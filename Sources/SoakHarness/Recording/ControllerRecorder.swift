import Evidence
import TwinCore

/// Follows alarms, outputs, set-points and the contacts behind them, and writes down what changed.
///
/// Everything is written down at the start and whatever differs at each storm, fault and at the end. In between, bits and
/// set-points that no rung drives are written down when they change, as far as the tag's allowance goes: a lamp that
/// blinks for three days must not fill the evidence.
struct ControllerRecorder {
    /// Changes of one tag that are written down before its allowance counts.
    static let changesAtOnce = 20.0
    /// Seconds in which the allowance of one tag grows by a change.
    static let secondsAChange = 300.0

    fileprivate struct Followed {
        var tag: WatchedTag
        var point: Int
        /// Its place in the register map, for what clients may write.
        var entry: Int?
        /// Whether a change is written down without a storm or a fault too.
        var isFollowedClosely: Bool
        var recorded: Double?
        var isPaused = false
        var allowance = ControllerRecorder.changesAtOnce
        var allowedAt = 0.0
    }

    private let system: SystemDescription
    private let rungs: [WatchedRung]
    private var followed: [Followed]
    private var alarms: [Bool]
    private var written: [UInt64] = []
    private var mode: String?

    /// A recorder of this scenario's controller.
    init(_ scenario: Scenario) {
        let uses = scenario.ladder.uses
        let initial = scenario.initialValues()
        var entries: [Int: Int] = [:]
        for (place, entry) in scenario.registerMap.entries.enumerated() where entry.writable {
            entries[entry.tagIndex] = place
        }
        let driven = Set(uses.flatMap(\.driven))
        func isDriven(_ name: String) -> Bool {
            driven.contains(name) || name.split(separator: ".").first.map { driven.contains(String($0)) } ?? false
        }
        let scales = Self.scales(of: scenario)
        var followed: [Followed] = []
        func follow(_ index: Int, _ role: WatchedTag.Role) {
            let point = scenario.points[index]
            let isBit = scenario.isBit(point)
            let begin = role == .input || initial[index].isNaN ? nil : initial[index]
            followed.append(
                Followed(
                    tag: WatchedTag(
                        name: point.name, role: role, isBit: isBit, unit: point.unit, summary: point.summary,
                        initial: begin, engineering: role == .input ? scales[point.name] : nil),
                    point: index, entry: entries[index],
                    // A number that a rung drives is another one at every scan.
                    isFollowedClosely: role != .input && (isBit || !isDriven(point.name))))
        }
        var rest: [Int] = []
        for (index, point) in scenario.points.enumerated() where point.reference != nil {
            if case .input = point.wire {
                follow(index, .input)
            } else if entries[index] != nil {
                follow(index, .setPoint)
            } else if case .output = point.wire {
                follow(index, .output)
            } else if scenario.isBit(point), point.summary.hasPrefix(WatchedTag.alarmPrefix) {
                follow(index, .alarm)
            } else {
                rest.append(index)
            }
        }
        let names = Set(followed.filter { $0.tag.role != .input }.map(\.tag.name))
        // A block like PID drives a structure whose members are followed.
        let wholes = names.union(names.compactMap { $0.split(separator: ".").first.map(String.init) })
        let behind = uses.filter { !wholes.isDisjoint(with: $0.driven) }
        let examined = Set(behind.flatMap(\.examined))
        for index in rest where scenario.isBit(scenario.points[index]) && examined.contains(scenario.points[index].name)
        {
            follow(index, .contact)
        }
        self.followed = followed
        rungs = behind.map { use in
            let rung = scenario.ladder.rungs[use.number]
            return WatchedRung(
                number: rung.number, comment: rung.comment, text: rung.text, drives: use.driven, examines: use.examined)
        }
        alarms = followed.map { _ in false }
        system = SystemDescription(
            title: scenario.title, summary: scenario.summary,
            scanMilliseconds: Double(scenario.timing.scanPeriodNanoseconds) * 1e-6, unit: Int(scenario.unit),
            registerEntries: scenario.registerMap.entries.count, rungs: uses.count,
            components: scenario.plant.components.count)
    }

    /// What each raw value stands for that the program scales; of several scalings of a tag the first.
    private static func scales(of scenario: Scenario) -> [String: EngineeringScale] {
        var units: [String: String] = [:]
        for point in scenario.points { units[point.name] = point.unit }
        var scales: [String: EngineeringScale] = [:]
        for scaling in scenario.ladder.scalings where scales[scaling.source] == nil {
            scales[scaling.source] = EngineeringScale(
                tag: scaling.destination, unit: units[scaling.destination] ?? "", rawLow: scaling.rawLow,
                rawHigh: scaling.rawHigh, low: scaling.scaledLow, high: scaling.scaledHigh)
        }
        return scales
    }

    /// What is to be written down of the controller as it stands now.
    ///
    /// - Parameters:
    ///   - values: every point's value.
    ///   - writes: how often clients wrote each value of the register map.
    ///   - standstill: why it does not solve its program; nil: it does.
    ///   - isOccasion: whether a storm, a fault or the end asks for the whole state.
    mutating func note(
        _ values: [Double], writes: [UInt64], mode: String, standstill: String? = nil, at time: Double,
        isOccasion: Bool
    ) -> [EvidenceEvent] {
        var events: [EvidenceEvent] = []
        let isFirst = self.mode == nil
        if isFirst {
            events.append(
                EvidenceEvent.program(at: time, system: system, tags: followed.map(\.tag), rungs: rungs))
            written = writes.map { _ in 0 }
        }
        if mode != self.mode {
            events.append(EvidenceEvent.mode(at: time, mode, standstill: standstill, isFirst: isFirst))
            self.mode = mode
        }
        var changed: [(tag: String, value: Double?)] = []
        for index in followed.indices {
            let value = values[followed[index].point]
            guard let change = followed[index].change(to: value, at: time, isOccasion: isFirst || isOccasion) else {
                continue
            }
            changed.append((followed[index].tag.name, change))
            guard followed[index].tag.role == .alarm, let change, alarms[index] != (change != 0) else { continue }
            alarms[index] = change != 0
            events.append(EvidenceEvent.alarm(at: time, followed[index].tag, isOn: change != 0))
        }
        guard isOccasion || !changed.isEmpty else { return events }
        events.append(
            EvidenceEvent.values(at: time, changed, written: newWrites(writes), isOccasion: isOccasion))
        return events
    }

    private mutating func newWrites(_ writes: [UInt64]) -> [(tag: String, count: Int64)] {
        defer { written = writes }
        return followed.compactMap { followed in
            guard let entry = followed.entry, writes[entry] != written[entry] else { return nil }
            return (followed.tag.name, Int64(writes[entry] - written[entry]))
        }
    }
}

extension ControllerRecorder.Followed {
    /// The value to write down; nil for none, a nil inside for one that changes too often.
    fileprivate mutating func change(to value: Double, at time: Double, isOccasion: Bool) -> Double?? {
        allowance = min(
            ControllerRecorder.changesAtOnce, allowance + (time - allowedAt) / ControllerRecorder.secondsAChange)
        allowedAt = time
        let isSame = value == recorded || value.isNaN
        if isOccasion {
            guard !isSame || isPaused else { return nil }
            (recorded, isPaused) = (value, false)
            return value
        }
        guard isFollowedClosely, !isSame, !isPaused || allowance >= 2 else { return nil }
        if allowance >= 1 {
            allowance -= 1
            (recorded, isPaused) = (value, false)
            return value
        }
        isPaused = true
        return .some(nil)
    }
}
