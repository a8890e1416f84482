extension WhereItGrows {
    /// What the lines are lines of, for sentences.
    package var whatIsNamed: String {
        switch (runtimes.contains("python"), runtimes.contains("node")) {
        case (true, true): "line of Python code and no function of JavaScript"
        case (false, true): "function of JavaScript"
        default: "line of Python code"
        }
    }

    /// What is missing from the snapshots, each note once.
    static func notes(of processes: [Process]) -> [String] {
        var notes: [String] = []
        for note in processes.flatMap({ ($0.middle?.notes ?? []) + $0.last.notes }) where !notes.contains(note) {
            notes.append(note)
        }
        return notes
    }
}

extension WhereItGrows.Line {
    /// The place for readers: `file:line`, with the function that begins there where that is what is known.
    package var place: String {
        "\(file):\(line)" + (function.map { ", function \($0)" } ?? "")
    }
}
