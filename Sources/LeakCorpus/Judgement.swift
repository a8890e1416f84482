import LeakAnalysis

/// What a method says about one series, as far as its accuracy is measured.
package struct Judgement: Sendable {
    /// The answer; a method that knows no doubt never says suspicious.
    package var answer: Answer
    /// The 95 % interval of the growth rate in MB/h; nil for a method that gives none.
    package var interval: ClosedRange<Double>?
    /// The smallest rate that the method claims to find in this series, in MB/h; nil for a method that claims none.
    package var detectable: Double?
}
