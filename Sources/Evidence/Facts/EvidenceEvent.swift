import Text

/// Something that happened once, with its time and its particulars.
package struct EvidenceEvent: Hashable, Sendable {
    /// What kind of thing happened; the raw value stands in the evidence.
    package enum Kind: String, CaseIterable, Hashable, Sendable {
        /// The command line that the run was begun with.
        case commandLine = "command_line"
        /// A client process was launched.
        case clientStarted = "client_started"
        /// The client ended, however it did.
        case clientEnded = "client_ended"
        /// A fault began.
        case faultBegan = "fault_began"
        /// A fault ended.
        case faultEnded = "fault_ended"
        /// What the server counted of a fault so far, in the detail.
        case faultCounters = "fault_counters"
        /// What of the plan is due in this session, in the detail.
        case plan
        /// Who the server's requests came from so far, in the detail.
        case peers
        /// Which exceptions were answered to what so far, in the detail.
        case exceptions
        /// The plant raised an alarm.
        case alarm
        /// The controller changed mode or faulted.
        case controller
        /// The sampler was late or a probe said something.
        case sampling
        /// The client is traced: its memory is that of the tracer too.
        case traced
        /// The client's clock and the plant's ran faster than the real one, in the detail how.
        case accelerated
        /// Storms and faults came oftener than the plan says.
        case eventRate = "event_rate"
        /// What executes a program of the client's tree.
        case runtime
        /// The tags that are followed and the rungs that drive them, in the detail.
        case program
        /// Values of followed tags that changed, in the detail.
        case values
        /// A mark that a person set.
        case mark
        /// Anything else worth a line.
        case note
    }

    /// Whether a person reads it as a line of its own; the others hold figures for tables.
    package var isForReaders: Bool {
        switch kind {
        case .faultCounters, .program, .values, .plan, .peers, .exceptions: false
        default: true
        }
    }

    /// When, s from the start.
    package var timeSeconds: Double
    /// What kind of thing.
    package var kind: Kind
    /// The subject in short: a fault's name, an alarm's tag, a process id.
    package var subject: String
    /// What happened, a sentence.
    package var summary: String
    /// The particulars, an object.
    package var detail: JSONValue

    /// An event.
    package init(
        timeSeconds: Double, kind: Kind, subject: String = "", summary: String, detail: JSONValue = .object([])
    ) {
        self.timeSeconds = timeSeconds
        self.kind = kind
        self.subject = subject
        self.summary = summary
        self.detail = detail
    }
}
