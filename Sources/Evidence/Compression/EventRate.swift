/// How much oftener than the plan says storms and faults came, in real time.
package struct EventRate: Hashable, Sendable {
    /// How many times as often, above 1.
    package var factor: Int

    /// Events that came `factor` times as often.
    package init(factor: Int) {
        self.factor = factor
    }

    /// The event that marks a run whose storms and faults came oftener.
    package func event(at time: Double) -> EvidenceEvent {
        EvidenceEvent(
            timeSeconds: time, kind: .eventRate, subject: "event rate",
            summary: "What the fault plan has come back comes \(factor) times as often.",
            detail: ["factor": .integer(Int64(factor))])
    }

    /// What the evidence says; nil when the plan was carried out as written.
    package init?(recordedIn events: [EvidenceEvent]) {
        guard let event = events.first(where: { $0.kind == .eventRate }), let factor = event.detail.real("factor")
        else {
            return nil
        }
        self.init(factor: Int(factor))
    }
}
