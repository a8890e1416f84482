import Diagnostics

extension OverallVerdict {
    /// The verdict on a compressed run, marked as such: it never reads as one on real hours.
    ///
    /// A client whose clock ran faster and which did not work faster has shown nothing: a clean answer on it becomes a
    /// doubt with status 2.
    package func marked(_ run: CompressedRun?) -> OverallVerdict {
        guard let run else { return self }
        var verdict = self
        if exitStatus == .success, run.missedItsFactor {
            verdict.answer = .suspicious
            verdict.exitStatus = .suspicious
            verdict.headline = "\(run.mark): the client was not faster"
        } else {
            verdict.headline =
                "\(run.mark): " + (headline.hasPrefix("No leak") ? run.cleanHeadline : headline.lowercasedFirst)
        }
        verdict.reason = (run.findings + [reason]).filter { !$0.isEmpty }.joined(separator: " ")
        if run.acceleration != nil {
            verdict.reason += " Its hours are those of the accelerated run; it is marked accelerated and is no "
            verdict.reason += "verdict on real hours."
        }
        return verdict
    }
}

extension String {
    /// The text with its first letter small, for a place within a sentence; a name like `twinsim` is small already.
    fileprivate var lowercasedFirst: String { prefix(1).lowercased() + dropFirst() }
}
