import Evidence
import LeakAnalysis
import Text

extension ReportModel {
    /// What a run with these facts cannot say.
    static func limitations(of facts: EvidenceFacts, channels: [ChannelReport]) -> [String] {
        var sentences: [String] = []
        if let detectable = channels.first(where: { $0.channel == .memory })?.verdict?.detectablePerHour,
            Acceleration(recordedIn: facts.events) == nil
        {
            sentences.append(
                "A memory leak slower than \(Figures.significant(detectable)) MB/h would probably not have been found "
                    + "in \(Figures.duration(facts.durationSeconds)).")
        }
        if facts.isTraced {
            sentences.append(
                "The client was traced: tracing takes memory and time of its own, so memory and allocation counts "
                    + "were not judged, and poll rates and reconnect times are those of a slowed client.")
        }
        if facts.durationSeconds < 4 * 3600 {
            sentences.append(
                "The run is shorter than 4 h: warm-up and a slow leak look alike over minutes, "
                    + "so only growth of a megabyte or more can be named.")
        }
        let effective = facts.effectiveStormTimes.count
        if effective < 5 {
            sentences.append(
                "\(effective == 0 ? "No storm" : "Only \(effective) of the storms") closed a connection; "
                    + "growth per storm needs at least 5.")
        }
        if facts.durationSeconds < facts.run.plannedSeconds * 0.99 {
            sentences.append(
                "\(Figures.duration(facts.durationSeconds)) of the planned "
                    + "\(Figures.duration(facts.run.plannedSeconds)) were recorded.")
        }
        if facts.sessions.count > 1 {
            sentences.append(
                "The run was resumed \(Figures.counted(facts.sessions.count - 1, "time")); nothing is known of the "
                    + "time between its sessions. Each session launched the client anew: each is judged alone, and the slope is "
                    + "pooled over them.")
        }
        let blame = [
            (facts.gaps.filter { !$0.isTheClients }, "were not sampled."),
            (facts.gaps.filter(\.isTheClients), "had nothing to sample: the client was not running."),
        ]
        for (gaps, what) in blame {
            let blind = gaps.reduce(0) { $0 + max(0, $1.toSeconds - $1.fromSeconds) }
            guard blind > 0 else { continue }
            sentences.append("\(Figures.duration(blind)) in \(Figures.counted(gaps.count, "gap")) \(what)")
        }
        for channel in channels where channel.channel.isRequired {
            if let reason = channel.blindness {
                sentences.append("\(channel.channel.title) could not be read: \(reason).")
            }
        }
        if !channels.contains(where: { $0.channel.isSecondOpinion && $0.verdict != nil }) {
            sentences.append(
                "There is no allocation count as a second opinion: fragmentation cannot be told from a leak of "
                    + "live blocks.")
        }
        return sentences
    }
}
