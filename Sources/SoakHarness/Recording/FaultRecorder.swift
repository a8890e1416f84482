import Evidence
import FaultPlan
import ModbusServer
import ScenarioFiles
import Text
import TwinRuntime

/// Writes faults into the evidence: when each began and ended, the plant at its beginning, what the server counts of it.
struct FaultRecorder {
    /// Seconds between two records of what the server counts of the faults, and between two plant states of one fault.
    static let recordSeconds = 60.0

    private var lastState: [Int: Double] = [:]
    private var lastCounters = 0.0
    private var recorded: [FaultAcceptance] = []

    /// Adds a beginning, an end or a strike at `time`, in seconds since the start.
    ///
    /// A fault that is over at once, as far as the twin is concerned, leaves a beginning and an end at the same time.
    ///
    /// - Parameter state: the plant now, kept for a beginning if that of the fault's last one is a minute old.
    mutating func note(
        _ note: FaultNote, _ planned: PlannedFault?, lastsOn: Bool, at time: Double, state: PlantState,
        to batch: inout EvidenceBatch
    ) {
        let label = note.event.fault
        let kind = planned?.kind ?? ""
        var detail: [JSONValue.Member] = [
            .init(name: "fault", value: .integer(Int64(note.id))), .init(name: "kind", value: .string(kind)),
            .init(name: "occurrence", value: .integer(Int64(note.occurrence))),
            .init(name: "simulated_s", value: .number(note.event.at.seconds)),
        ]
        if case .end = note.event.action {
            batch.events.append(
                EvidenceEvent(
                    timeSeconds: time, kind: .faultEnded, subject: label,
                    summary: "\(kind) ended (occurrence \(note.occurrence)).", detail: .object(detail)))
            return
        }
        let words = planned.map(FaultText.parameters)?.map { "\($0.key) \($0.text)" }.joined(separator: ", ") ?? ""
        detail.append(.init(name: "parameters", value: .string(words)))
        let verb = if case .strike = note.event.action { "struck" } else { "began" }
        batch.events.append(
            EvidenceEvent(
                timeSeconds: time, kind: .faultBegan, subject: label,
                summary: "\(kind) \(verb)\(words.isEmpty ? "" : ": \(words)") (occurrence \(note.occurrence)).",
                detail: .object(detail)))
        if !lastsOn {
            batch.events.append(
                EvidenceEvent(
                    timeSeconds: time, kind: .faultEnded, subject: label,
                    summary: "\(kind) was over at once (occurrence \(note.occurrence)).", detail: .object(detail)))
        }
        if lastState[note.id].map({ time - $0 >= Self.recordSeconds }) ?? true {
            lastState[note.id] = time
            batch.plantStates.append(state)
        }
    }

    /// Adds what the server counted of each fault, once a minute and at the end, where it changed.
    mutating func addCounters(_ acceptance: [FaultAcceptance], isLast: Bool, to batch: inout EvidenceBatch) {
        guard isLast || batch.timeSeconds - lastCounters >= Self.recordSeconds else { return }
        lastCounters = batch.timeSeconds
        for counters in acceptance where !recorded.contains(counters) {
            batch.events.append(
                EvidenceEvent(
                    timeSeconds: batch.timeSeconds, kind: .faultCounters, subject: counters.label,
                    summary: "What the server counted of the fault so far.", detail: Self.detail(counters)))
        }
        recorded = acceptance
    }

    private static func detail(_ counters: FaultAcceptance) -> JSONValue {
        .object(
            [.init(name: "fault", value: .integer(Int64(counters.fault)))]
                + counters.namedCounts.map { .init(name: $0.key, value: .integer($0.value)) })
    }
}
