import Text

/// How a run was accelerated: the client's clock and the plant's ran faster than the real one.
package struct Acceleration: Hashable, Sendable {
    /// What the client did before, in real time and unaccelerated.
    package enum PlainRate: Hashable, Sendable {
        /// Requests a second.
        case measured(Double)
        /// Not known; a sentence without its full stop says why.
        case unavailable(String)
    }

    /// How much faster the clocks were to run, above 1.
    package var asked: Double
    /// The library that made the client's clock faster.
    package var library: String
    /// What executes the client, as the probes spell it: `python`.
    package var runtime: String
    /// The program whose ways of waiting were tried.
    package var executable: String
    /// The wait that was tried, s on the client's clock.
    package var waitSeconds: Double
    /// The kinds of waiting that were tried.
    package var waits: [WaitFinding]
    /// The client's rate in real time.
    package var plainRate: PlainRate
    /// The scan's period on the plant's clock, s.
    package var scanPeriodSeconds: Double

    /// An acceleration.
    package init(
        asked: Double, library: String, runtime: String, executable: String, waitSeconds: Double, waits: [WaitFinding],
        plainRate: PlainRate, scanPeriodSeconds: Double
    ) {
        self.asked = asked
        self.library = library
        self.runtime = runtime
        self.executable = executable
        self.waitSeconds = waitSeconds
        self.waits = waits
        self.plainRate = plainRate
        self.scanPeriodSeconds = scanPeriodSeconds
    }

    /// The client's rate in real time, requests a second; nil when it is not known.
    package var plainPollsPerSecond: Double? {
        if case .measured(let rate) = plainRate { rate } else { nil }
    }

    /// The kinds of waiting that the user has said the client does not use, of those that hang or spin.
    package var vouchedFor: [WaitFinding] { waits.filter { $0.isDangerous && $0.isUnused } }

    /// The event that marks a run as accelerated.
    package func event(at time: Double) -> EvidenceEvent {
        var reason: String?
        if case .unavailable(let why) = plainRate { reason = why }
        return EvidenceEvent(
            timeSeconds: time, kind: .accelerated, subject: "speed",
            summary:
                "The client's clock and the plant's run \(Figures.factor(asked)) times as fast as the real one.",
            detail: [
                "asked": .number(asked), "library": .string(library), "runtime": .string(runtime),
                "executable": .string(executable), "wait_s": .number(waitSeconds),
                "waits": .array(waits.map(\.json)), "plain_polls_per_second": .optional(plainPollsPerSecond),
                "plain_unavailable": .optional(reason), "scan_period_s": .number(scanPeriodSeconds),
            ])
    }

    /// What the evidence says of how the run was accelerated; nil when it was not.
    package init?(recordedIn events: [EvidenceEvent]) {
        guard let detail = events.first(where: { $0.kind == .accelerated })?.detail,
            let asked = detail.real("asked")
        else { return nil }
        var waits: [WaitFinding] = []
        if case .array(let values)? = detail["waits"] { waits = values.compactMap(WaitFinding.init(recorded:)) }
        self.init(
            asked: asked, library: detail.text("library") ?? "", runtime: detail.text("runtime") ?? "",
            executable: detail.text("executable") ?? "", waitSeconds: detail.real("wait_s") ?? 0, waits: waits,
            plainRate: detail.real("plain_polls_per_second").map { .measured($0) }
                ?? .unavailable(detail.text("plain_unavailable") ?? "it was not recorded"),
            scanPeriodSeconds: detail.real("scan_period_s") ?? 0)
    }
}

extension WaitFinding {
    /// The finding in the evidence and in `verdict.json`.
    package var json: JSONValue {
        [
            "kind": .string(kind), "outcome": .string(outcome.rawValue), "factor": .optional(factor),
            "unused": .bool(isUnused),
        ]
    }

    /// A finding from the evidence; nil for one that cannot be read.
    package init?(recorded value: JSONValue) {
        guard let kind = value.text("kind"), let outcome = value.text("outcome").flatMap(Outcome.init(rawValue:)) else {
            return nil
        }
        self.init(
            kind: kind, outcome: outcome, factor: value.real("factor"), isUnused: value["unused"] == .bool(true))
    }
}
