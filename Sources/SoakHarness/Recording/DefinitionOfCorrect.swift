/// What a soak calls correct when no criteria are given: stated before it begins and kept in the evidence.
enum DefinitionOfCorrect {
    /// The standard criteria, a sentence each.
    static let standard = [
        "Memory of the client's process tree (private, swapped out and shared) may rise at start-up and with load, and then "
            + "holds a ceiling: no component of it grows by the hour or by the storm.",
        "Descriptors, TCP sockets, threads and child processes reach a plateau and do not grow by the hour or by the storm.",
        "The client runs until it is stopped.",
    ]
}
