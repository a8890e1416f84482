import Text

/// Tells a leak from growth that ends.
///
/// A process that was started anew is judged life by life, see `Series.restarts`.
///
/// A pure function of the samples: no clock, no random number, no state. Docs/Verdict.md explains the method and gives
/// the figures that it reaches on the project's corpus.
package enum LeakAnalysis {
    /// Judges the private memory of a process, values in MB.
    ///
    /// Never fails: a series that cannot be judged is suspicious, with the reason and the hours still needed.
    /// Cost: sorting and binning of the samples, then at most some hundred thousand operations.
    package static func judgeMemory(_ series: Series) -> Verdict {
        judge(series, scale: .memory)
    }

    private static func judge(_ series: Series, scale: Scale) -> Verdict {
        let lives = series.lives
        guard lives.count > 1 else {
            return judgeLife(lives.first ?? series, scale: scale, clockSteps: series.clockSteps)
        }
        let verdicts = lives.map { life in
            var verdict = judgeLife(life, scale: scale)
            let seconds = (life.times.last ?? 0) - (life.times.first ?? 0)
            if verdict.answer == .leak, seconds < leastLifeSeconds {
                verdict.doubt(
                    "It lived for \(Figures.duration(seconds)), too short to tell a leak from start-up growth.",
                    hoursNeeded: (leastLifeSeconds - seconds) / 3600)
            }
            return verdict
        }
        return LivesVerdict(lives: lives, verdicts: verdicts, scale: scale).verdict(clockSteps: series.clockSteps)
    }

    /// A life of a client that was started anew convicts nobody before it is this long, s: all of it may be start-up.
    static let leastLifeSeconds = 60.0

    private static func judgeLife(_ series: Series, scale: Scale, clockSteps: Int = 0) -> Verdict {
        let clean = CleanSeries(series)
        let verdict =
            tooShort(clean, unit: scale.isCount ? "counts" : "readings")
            ?? SeriesJudge(measures: SeriesMeasures(clean, scale: scale)).verdict()
        return noting(clean, clockSteps: clockSteps, in: verdict)
    }

    /// Judges a number of things that a process holds: descriptors, sockets, threads, children, live blocks.
    ///
    /// Never fails: a series that cannot be judged is suspicious, with the reason and the hours still needed.
    package static func judgeCount(_ series: Series) -> Verdict {
        judge(series, scale: .count)
    }

    /// The verdict on a series with too few samples for any figure, nil when there are enough.
    private static func tooShort(_ clean: CleanSeries, unit: String) -> Verdict? {
        let bins = clean.values.count
        let needed = SeriesMeasures.fewestBins
        guard bins < needed else { return nil }
        var verdict = Verdict(answer: .suspicious, reason: "")
        verdict.fill(from: clean)
        verdict.envelope = zip(clean.times, clean.values).map { (t: $0 + clean.origin, y: $1) }
        verdict.cutSeconds = clean.origin
        let start =
            bins == 0 ? "There are no usable \(unit)" : "There \(bins == 1 ? "is" : "are") only \(bins) usable \(unit)"
        if clean.interval > 0 {
            let missing = Double(needed - bins) * clean.interval
            verdict.hoursNeeded = missing / 3600
            verdict.reason =
                "\(start) over \(Figures.duration(clean.duration)), too few to tell a leak from start-up growth; at one every "
                + "\(Figures.duration(clean.interval)) the run needs at least \(Figures.duration(missing)) more."
        } else {
            verdict.hoursNeeded = 1.0 / 60
            verdict.reason =
                "\(start) at different times, too few to tell a leak from start-up growth; a run of at least a minute "
                + "with one reading a second is needed."
        }
        return verdict
    }

    /// Adds to the reason what was wrong with the samples.
    private static func noting(_ clean: CleanSeries, clockSteps: Int, in verdict: Verdict) -> Verdict {
        var notes: [String] = []
        if clean.dropped > 0 {
            notes.append("\(Figures.counted(clean.dropped, "reading")) without a finite value left out")
        }
        if clean.duplicates > 0 {
            notes.append("\(Figures.counted(clean.duplicates, "reading")) of an already read moment merged")
        }
        if clean.gapCount > 0 {
            notes.append(
                "\(Figures.duration(clean.gapSeconds)) without readings in \(Figures.counted(clean.gapCount, "gap"))")
        }
        if clockSteps > 0 { notes.append(Self.clockSteps(clockSteps)) }
        guard !notes.isEmpty else { return verdict }
        var noted = verdict
        noted.reason += " (" + notes.joined(separator: "; ") + ".)"
        return noted
    }

    /// That the clock of the readings was set back `steps` times.
    static func clockSteps(_ steps: Int) -> String {
        "a clock that was set back \(steps == 1 ? "once" : "\(steps) times") carried on"
    }
}
