import Evidence
import LeakAnalysis
import Text

extension Ground {
    /// Growth of memory below which a cycle could hide nothing that matters, MB.
    static let leastHiddenMegabytes = 1.0

    /// Whether the run was long enough for what the client does by itself.
    ///
    /// A cycle of which fewer than three whole ones were seen is said. It takes the ground away where it is regular, three
    /// of its events and so two whole ones at least, and memory grew by more than a verdict looks past: such growth could be
    /// the cycle's, or hide behind it. One burst or two are told and prove no cycle.
    static func longEnough(_ facts: EvidenceFacts, _ channels: [ChannelReport]) -> Ground {
        func series(_ values: TimeSeries) -> Series {
            Series(
                times: values.times, values: values.values, storms: facts.effectiveStormTimes,
                restarts: facts.restartTimes)
        }
        let looked: [(name: String, values: TimeSeries, least: Double)] = [
            ("memory", facts[.memory], leastHiddenMegabytes), ("descriptors", facts[.descriptors], 3),
            ("requests a second", facts.server.requestsPerSecond, 1),
        ]
        let cycles = looked.compactMap { look in
            look.values.isEmpty ? nil : ClientCycle.find(in: series(look.values), name: look.name, least: look.least)
        }
        guard let short = cycles.first(where: { !$0.isSeenOften }) else {
            let longest = cycles.compactMap(\.periodSeconds).max()
            return held(
                .longEnough, longest.map { "cycles of \(Figures.duration($0)) at most" } ?? "no cycle of its own",
                longest == nil
                    ? "The client shows no cycle of its own."
                    : "Three whole cycles of what the client does by itself were seen.")
        }
        let verdict = channels.first { $0.channel == .memory }?.verdict
        let figure = "\(short.wholeCycles) whole cycles seen"
        guard short.periodSeconds != nil, short.wholeCycles >= 2 else {
            return held(.longEnough, figure, "\(short.sentence) That proves no cycle.")
        }
        guard let verdict, facts[.memory].growth(from: verdict.cutSeconds) > leastHiddenMegabytes else {
            return held(.longEnough, figure, "\(short.sentence) Memory grew by nothing that it could hide.")
        }
        return notHeld(
            .longEnough, figure, headline: "the run was too short for the client's own cycles",
            "\(short.sentence) Memory grew meanwhile, and \(ClientCycle.enough) whole cycles are needed to tell the two apart."
        )
    }
}
