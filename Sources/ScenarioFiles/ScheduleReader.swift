import FaultPlan

/// Reads when a fault or a scene comes.
struct ScheduleReader {
    /// The keys of a schedule.
    static let keys = ["at", "after", "after_polls", "for", "every", "times", "gaps"]

    private let what: String
    private let own: Set<String>
    private let refusals: [String: (message: String, hint: String)]
    private let needsEnd: Bool

    /// A reader for a fault of this kind.
    init(_ entry: FaultCatalogue.Entry, context: PlannedFaultReader.Context) {
        what = "'\(entry.kind)'"
        own = Set(entry.parameters.map(\.name))
        needsEnd = entry.extent == .lasting
        var refusals: [String: (message: String, hint: String)] = [:]
        switch entry.extent {
        case .lasting: break
        case .moment:
            refusals["for"] = ("'\(entry.kind)' happens at a moment and takes no 'for'", "leave 'for' out")
        case .ownSchedule:
            for key in Self.keys {
                refusals[key] = (
                    "'\(entry.kind)' keeps a schedule of its own and takes no '\(key)'",
                    "its keys are \(entry.parameters.map(\.name).joined(separator: ", ")); or call it in a scene"
                )
            }
        }
        switch context {
        case .plan: break
        case .scene:
            refusals["after_polls"] = (
                "the faults of a scene count from its call and take no 'after_polls'", "give it to the scene's call"
            )
        case .injected:
            for key in ["after", "after_polls"] {
                refusals[key] = ("an injected fault takes no '\(key)'", "inject it when it is to begin; or give 'at'")
            }
        }
        self.refusals = refusals
    }

    /// A reader for the call of a scene.
    init(call scene: String) {
        what = "the scene '\(scene)'"
        own = []
        needsEnd = false
        refusals = ["for": ("a scene lasts as long as its faults and takes no 'for'", "give its faults a 'for'")]
    }

    /// The schedule; nil (with findings) when it is wrong.
    func read(from reader: inout MappingReader) -> FaultSchedule? {
        let before = reader.findings.diagnostics.count
        for key in Self.keys where !own.contains(key) {
            if let refusal = refusals[key] { reader.refuse(key, refusal.message, hint: refusal.hint) }
        }
        var schedule = FaultSchedule()
        if takes("at"), let at = time("at", from: &reader) { schedule.at = at }
        if takes("for") { schedule.duration = time("for", from: &reader, above0: true) }
        if takes("every") { schedule.every = time("every", from: &reader, above0: true) }
        let times = takes("times") ? reader.node("times") : nil
        if times != nil {
            schedule.times = reader.integer("times", in: 1...FaultPlan.occurrenceLimit, standard: 1)
        }
        let gaps = takes("gaps") ? reader.node("gaps") : nil
        if gaps != nil {
            let words = FaultSchedule.Gaps.allCases.map(\.rawValue)
            schedule.gaps =
                reader.choice("gaps", among: words, standard: "fixed").flatMap(
                    FaultSchedule.Gaps.init(rawValue:)) ?? .fixed
        }
        readOrigin(of: &schedule, from: &reader)
        let hasEvery = takes("every") && reader.node("every") != nil
        for (key, node) in [("times", times), ("gaps", gaps)] where !hasEvery {
            guard let node else { continue }
            reader.findings.error(
                "FLT007", reader.file, node.position, "\(what) has '\(key)' and no 'every'",
                hint: "add 'every: 10min', the time from one beginning to the next")
        }
        checkRepetition(of: schedule, in: reader)
        return reader.findings.diagnostics.count == before ? schedule : nil
    }

    private func takes(_ key: String) -> Bool { !own.contains(key) && refusals[key] == nil }

    private func readOrigin(of schedule: inout FaultSchedule, from reader: inout MappingReader) {
        let after = takes("after") ? reader.text("after") : nil
        if let after { schedule.origin = .after(after) }
        guard takes("after_polls"), let polls = reader.node("after_polls") else { return }
        if after != nil {
            reader.findings.error(
                "FLT013", reader.file, polls.position, "\(what) has 'after' and 'after_polls'",
                hint: "times count from one of them; leave the other out")
        }
        guard let count = reader.integer("after_polls", in: 1...Int.max, standard: 1) else { return }
        schedule.origin = .polls(UInt64(count))
    }

    private func time(_ key: String, from reader: inout MappingReader, above0: Bool = false) -> PlanTime? {
        guard let node = reader.node(key) else { return nil }
        let text = node.scalar?.string
        if let time = text.flatMap(PlanTimeText.time) {
            if !above0 || (time != .seconds(0) && time != .share(0)) { return time }
        }
        reader.findings.error(
            "FLT002", reader.file, node.position,
            "'\(key)' is \(ParameterShape.time.sentence)\(above0 ? ", above 0" : "")"
                + (text.map { ", not '\($0)'" } ?? ""),
            hint: "write a number and a unit: 500ms, 90s, 10min, 48h")
        return nil
    }

    private func checkRepetition(of schedule: FaultSchedule, in reader: MappingReader) {
        guard let every = schedule.every, needsEnd, schedule.times != 1 else { return }
        let position = reader.place(of: "every")
        guard let duration = schedule.duration else {
            if !own.contains("for"), reader.place(of: "for") == reader.position {
                reader.findings.error(
                    "FLT009", reader.file, position, "\(what) comes back and has no 'for', so it never ends",
                    hint: "add 'for: 30s', how long it lasts each time")
            }
            return
        }
        let isShorter =
            switch (every, duration) {
            case (.seconds(let every), .seconds(let duration)), (.share(let every), .share(let duration)):
                every < duration
            default: false
            }
        if isShorter {
            reader.findings.error(
                "FLT008", reader.file, position,
                "\(what) comes back before it has ended: 'every' is shorter than 'for'",
                hint: "'every' counts from beginning to beginning")
        }
    }
}
