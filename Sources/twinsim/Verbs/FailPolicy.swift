import ArgumentParser

/// What of a verdict fails a run, so that its exit status is not 0.
enum FailPolicy: String, CaseIterable, ExpressibleByArgument {
    /// A leak, and a doubt: growth that may be one.
    case doubt
    /// A leak; a doubt alone passes. What was not looked at fails as before.
    case leak
}
