import ArgumentParser

/// Whether `twinsim soak` may end before the planned time because of what it found.
enum StopPolicy: String, CaseIterable, ExpressibleByArgument {
    /// The run lasts as long as it was planned.
    case never
    /// The run ends once a leak is certain.
    case leak
}
