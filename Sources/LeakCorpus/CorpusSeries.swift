import LeakAnalysis

/// One made-up series whose truth is known.
package struct CorpusSeries: Sendable {
    /// Its class.
    package var kind: CorpusClass
    /// Its length in hours.
    package var hours: Double
    /// Its readings and storms.
    package var series: Series
    /// The persistent growth rate in MB/h: 0 for a healthy series, the mean rate over the run for a leak.
    package var trueRate: Double
    /// What each storm leaves behind, in MB; nil outside the storm class.
    package var truePerStorm: Double?
    /// The answers that count as right.
    package var rightAnswers: Set<Answer>
}
