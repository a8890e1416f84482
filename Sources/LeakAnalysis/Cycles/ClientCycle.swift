import Text

/// A cycle of the client's own that a series shows: an hourly upload, a rotation, a batch each minute.
package struct ClientCycle: Hashable, Sendable {
    /// The whole cycles that a run must have seen before growth that such a cycle could hide can be cleared.
    package static let enough = 3

    /// The period in seconds; nil where the cycle is longer than the run, so that its period is not known.
    package var periodSeconds: Double?
    /// The whole cycles that were seen, from one event to the next.
    package var wholeCycles: Int
    /// What was seen, a sentence with its full stop.
    package var sentence: String

    /// Whether enough whole cycles were seen.
    package var isSeenOften: Bool { wholeCycles >= Self.enough }

    /// Looks for the client's own cycle in `series`, leaving out what storms do; nil where there is none.
    ///
    /// Three kinds: bursts that stand out of their surroundings, teeth that fall at once, and a wave. Of several the one
    /// that was seen least often. Never fires on a series that is steady within `least`. Cost: that of a verdict.
    ///
    /// - Parameters:
    ///   - series: memory in MB, a number of things, or a rate such as processor time or requests per second; a restart
    ///     of the client ends it, so that only the longest life is looked at.
    ///   - name: what the series holds, for the sentence.
    ///   - least: the smallest change in units of the series that matters.
    package static func find(in series: Series, name: String, least: Double) -> ClientCycle? {
        let lives = series.lives.map(CleanSeries.init)
        guard let clean = lives.max(by: { $0.duration < $1.duration }),
            clean.values.count >= SeriesMeasures.fewestBins
        else { return nil }
        let quiet = clean.withoutStorms
        guard quiet.values.count >= SeriesMeasures.fewestBins else { return nil }
        let found = [bursts(quiet, name, least), teeth(quiet, name, least), wave(quiet, name, least)]
        return found.compactMap { $0 }.min { $0.wholeCycles < $1.wholeCycles }
    }

    /// Bursts at like distances, or one alone, which may be of a cycle longer than the run.
    private static func bursts(_ clean: CleanSeries, _ name: String, _ least: Double) -> ClientCycle? {
        let moments = Bursts.moments(in: clean, least: least)
        let length = Figures.duration(clean.duration)
        guard let first = moments.first, let last = moments.last else { return nil }
        if moments.count == 1 {
            return ClientCycle(
                periodSeconds: nil, wholeCycles: 0,
                sentence:
                    "One burst in \(name) at \(Figures.duration(first)) may be of a cycle longer than the \(length) seen."
            )
        }
        let gaps = zip(moments, moments.dropFirst()).map { $1 - $0 }
        let period = median(gaps)
        // Bursts at any moment are the load's, and no cycle. A regular one also begins and ends within a period.
        guard gaps.allSatisfy({ abs($0 - period) < 0.25 * period }), first < 1.5 * period,
            clean.duration - last < 1.5 * period
        else { return nil }
        return ClientCycle(
            periodSeconds: period, wholeCycles: gaps.count,
            sentence: "A burst in \(name) comes every \(Figures.duration(period)), "
                + "\(Figures.counted(gaps.count, "whole cycle")) in the \(length) seen.")
    }

    /// Long teeth: the falls are the events.
    private static func teeth(_ clean: CleanSeries, _ name: String, _ least: Double) -> ClientCycle? {
        let scale = Scale(least: least)
        guard let teeth = LongTeeth(clean, cut: 0, scale: scale), teeth.height >= least else { return nil }
        let whole = teeth.times.count - 1
        return ClientCycle(
            periodSeconds: whole > 0 ? teeth.period : nil, wholeCycles: whole,
            sentence: "A rise in \(name) that falls at once comes "
                + (whole > 0 ? "every \(Figures.duration(teeth.period)), " : "once, ")
                + "\(Figures.counted(whole, "whole cycle")) in the \(Figures.duration(clean.duration)) seen.")
    }

    /// A wave that the autocorrelation shows.
    private static func wave(_ clean: CleanSeries, _ name: String, _ least: Double) -> ClientCycle? {
        let swing = quantile(clean.values, 0.95) - quantile(clean.values, 0.05)
        guard swing >= least, let found = DominantPeriod.find(clean, cut: 0), found.correlation > 0.4 else {
            return nil
        }
        let whole = Int(clean.duration / found.seconds)
        return ClientCycle(
            periodSeconds: found.seconds, wholeCycles: whole,
            sentence: "A swing in \(name) repeats every \(Figures.duration(found.seconds)), "
                + "\(Figures.counted(whole, "whole cycle")) in the \(Figures.duration(clean.duration)) seen.")
    }
}
