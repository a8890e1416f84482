/// What may be wrong with the readings of a series, while the process itself is as it is.
package enum SamplingFlaw: String, CaseIterable, Sendable {
    /// A reading each interval, none missing.
    case none = "every reading"
    /// One reading in ten is missing, at random.
    case missing = "10 % missing"
    /// Stretches of two to twenty readings are missing, twenty a day.
    case bursts = "bursts missing"
    /// Readings 0.2 to 5 s apart, at random.
    case irregular = "0.2 to 5 s apart"
    /// Two hours, but at most a quarter of the run, without a reading.
    case gap = "a hole of 2 h"
    /// The process is started anew between a fifth and four fifths of the run, at the memory with which it began.
    case restart = "one restart"
    /// As `restart`, three times.
    case restarts = "three restarts"
    /// The clock of the log is set back by 10 min to 2 h, but at most an eighth of the run.
    case clockBack = "clock set back"
    /// The clock of the log is set forward by as much.
    case clockForward = "clock set forward"
}
