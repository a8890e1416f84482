import Evidence
import Text

extension Ground {
    /// The share of the time outside faults for which a client may be without a successful answer.
    static let mostSilentShare = 0.1
    /// A silence is no longer than this many of the client's usual gaps between answers.
    static let usualGaps = 3.0
    /// A silence shorter than this is none, s.
    static let leastSilenceSeconds = 10.0

    /// Whether the client got successful answers throughout the run, apart from what faults forbid.
    static func clientWorked(_ facts: EvidenceFacts) -> Ground {
        guard let requests = facts.server.totals[.requests] else {
            return notApplicable(.clientWorked, "The evidence does not hold the server's requests.")
        }
        let answers = facts.server.totals[.replies] ?? 0
        let exceptions = facts.server.totals[.exceptions] ?? 0
        guard requests > 0 else { return neverPolled(facts) }
        guard answers > 0 else {
            guard exceptions > 0 else {
                return notHeld(
                    .clientWorked, "0 of \(Figures.whole(requests)) answered", headline: "no request was answered",
                    "The client sent \(Figures.counted(Int(requests), "request")) and got no answer to any.")
            }
            guard facts.events.contains(where: { $0.kind == .exceptions }) else {
                return notApplicable(
                    .clientWorked,
                    "Every answer was an exception, and this older evidence does not tell which of them a fault of the plan "
                        + "made.")
            }
            return notHeld(
                .clientWorked, "0 successful answers, \(Figures.counted(Int(exceptions), "exception"))",
                headline: "the client got exceptions only",
                "The client got \(Figures.counted(Int(exceptions), "exception")) and not one successful answer: "
                    + "\(CommonException(facts)?.sentence(ofAll: exceptions) ?? "which ones was not recorded").")
        }
        let silence = Silence(facts)
        let mixed = exceptions > 0 ? ", \(Figures.counted(Int(exceptions), "exception"))" : ""
        let figure = "\(Figures.whole(answers)) successful answers\(mixed)"
        guard silence.share <= mostSilentShare else {
            let longest = silence.longest.map {
                ", the longest \(Figures.duration($0.to - $0.from)) from \(Figures.clock($0.from))"
            }
            return notHeld(
                .clientWorked, "\(figure); silent for \(Figures.significant(100 * silence.share, digits: 2)) %",
                headline: "the client did not work throughout",
                "For \(Figures.significant(100 * silence.share, digits: 2)) % of the time outside faults the client got no "
                    + "successful answer (\(Figures.significant(100 * mostSilentShare)) % are allowed\(longest ?? ""))"
                    + (exceptions > answers ? "; most answers were exceptions." : "."))
        }
        return held(
            .clientWorked, figure,
            "The client got \(Figures.whole(answers)) successful answers throughout the run\(mixed).")
    }

    private static func neverPolled(_ facts: EvidenceFacts) -> Ground {
        let connections = facts.server.totals[.accepted] ?? 0
        return notHeld(
            .clientWorked, "0 requests", headline: "the client never polled",
            connections == 0
                ? "Nobody connected to the server: does the client use {host} and {port}, or TWINSIM_HOST and TWINSIM_PORT?"
                : "The client connected \(Figures.counted(Int(connections), "time")) and never sent a request.")
    }
}
