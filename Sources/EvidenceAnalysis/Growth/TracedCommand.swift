import Evidence
import Text

/// The command line of a run like a recorded one, but traced: all that the run was, for whoever wants to know where its
/// client grows.
package struct TracedCommand: Hashable, Sendable {
    /// How long a run is proposed, min of real time.
    static let minutes = 10.0

    /// The client's own command line, quoted for a shell.
    package let client: String
    /// The whole command.
    package let text: String

    /// Options of the recorded run that say where it was kept, how long it lasted and how it was watched, with and without
    /// a value: another run has its own.
    private static let dropped: Set<String> = [
        "--hours", "--duration", "--evidence", "--resume", "--explain", "--explain-for", "--stop-on", "--trace-every",
        "--trace-every-polls", "--trace-frames", "--trace-rows", "--trace-bytes", "--trace-only", "--trace-ignore",
        "--note",
    ]
    private static let droppedFlags: Set<String> = ["--json", "--trace", "--calibrate"]

    /// The command for the run that `facts` are of.
    package init(_ facts: EvidenceFacts) {
        client = facts.run.clientArguments.map(ShellText.quoted).joined(separator: " ")
        let recorded = facts.events.first { $0.kind == .commandLine }?.detail.texts("arguments")
        let kept = recorded.map(Self.kept) ?? Self.described(facts)
        // The hours of an accelerated run are the client's.
        let speed = Self.value(of: "--speed", in: kept).flatMap(Double.init) ?? 1
        let duration = "\(Int((Self.minutes * max(1, speed)).rounded()))min"
        text =
            (["twinsim", "soak", "--duration", duration, "--trace"] + kept.map(ShellText.quoted) + ["--", client])
            .joined(separator: " ")
    }

    /// What of the recorded options another run is to have too.
    private static func kept(_ arguments: [String]) -> [String] {
        var kept: [String] = []
        var isValueDropped = false
        for argument in arguments {
            if isValueDropped {
                isValueDropped = false
            } else if dropped.contains(argument) {
                isValueDropped = true
            } else if !droppedFlags.contains(argument), !dropped.contains(String(argument.prefix { $0 != "=" })) {
                kept.append(argument)
            }
        }
        return kept
    }

    private static func value(of option: String, in arguments: [String]) -> String? {
        if let place = arguments.firstIndex(of: option), place + 1 < arguments.count { return arguments[place + 1] }
        return arguments.first { $0.hasPrefix(option + "=") }.map { String($0.dropFirst(option.count + 1)) }
    }

    /// The options of a run whose command line was not recorded.
    private static func described(_ facts: EvidenceFacts) -> [String] {
        var options = ["--scenario", facts.run.scenario]
        if let plan = facts.run.faultPlanName { options += ["--faults", plan] }
        return options + ["--seed", "\(facts.run.seed)"]
    }
}
