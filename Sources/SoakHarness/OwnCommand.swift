import Evidence
import Text

/// The command line that a soak was begun with: for the record, and to go on with it under the same options.
package struct OwnCommand: Hashable, Sendable {
    /// The arguments of `twinsim soak`, without the client's command.
    package let arguments: [String]

    /// A command line with these arguments after `twinsim soak`; what follows `--` is left out.
    package init(arguments: some Sequence<String>) {
        self.arguments = arguments.prefix { $0 != "--" }
    }

    /// What the evidence says; nil when it was recorded without its command line.
    package init?(recordedIn events: [EvidenceEvent]) {
        guard let event = events.first(where: { $0.kind == .commandLine }),
            case .array? = event.detail["arguments"]
        else { return nil }
        arguments = event.detail.texts("arguments")
    }

    /// The event that records it.
    func event(at time: Double) -> EvidenceEvent {
        EvidenceEvent(
            timeSeconds: time, kind: .commandLine, subject: "twinsim",
            summary: (["twinsim", "soak"] + arguments).map(ShellText.quoted).joined(separator: " "),
            detail: ["arguments": .array(arguments.map { .string($0) })])
    }
}
