import ArgumentParser

/// What `twinsim soak` does when the client ends before the planned time.
enum RestartPolicy: String, CaseIterable, ExpressibleByArgument {
    /// The run ends: its client ended early.
    case never
    /// The client is launched anew and begins another life.
    case onExit = "on-exit"
}
