/// How the nominal rates of the reference clients are scaled to a run.
///
/// A short run cannot name 0.25 MB/h. A run shorter than a day therefore gets the growth of a whole day: every nominal rate
/// is multiplied by 24 h over the run's length. A run of a day or more gets the nominal rates.
package enum CalibrationScale {
    /// The length of run at which nominal and actual rates are the same, s.
    package static let referenceSeconds = 86_400.0

    /// What nominal rates are multiplied by in a run of `seconds`, at least 1.
    package static func factor(runSeconds seconds: Double) -> Double {
        guard seconds > 0 else { return 1 }
        return max(1, referenceSeconds / seconds)
    }
}
