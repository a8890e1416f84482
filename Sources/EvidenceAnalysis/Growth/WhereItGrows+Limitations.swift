import Text

extension WhereItGrows {
    /// A sentence that says what the tables rest on, or why there are none.
    package var note: String {
        guard processes > 0 else { return "No snapshot of the traced run could be compared with its baseline." }
        let run = source == .explain ? "A second, traced run of the same client (in explain/)" : "This traced run"
        return
            "\(run) compared \(processes == 1 ? "1 process" : "\(processes) processes") with the state after warm-up over "
            + "\(Figures.duration(comparedSeconds)), inside the interpreter. A traced client is slower, so the rates are "
            + "a measure of what grows, and not of how fast it does untraced."
    }

    /// What the tables cannot show, a sentence each.
    package var limitations: [String] {
        var sentences: [String] = []
        // Of a client without Python the native sites say it all.
        if lines.isEmpty, processes > 0 || native == nil, !namesOpenings {
            sentences.append(
                processes == 0
                    ? note
                    : "No \(whatIsNamed) kept growing by \(Self.leastBytes >> 10) KiB or more over "
                        + "\(Figures.duration(comparedSeconds)) of the traced run: what grows is slower than that, comes "
                        + "from native code, or did not happen while traced."
                        + (heap?.rows.isEmpty == false ? " The heap snapshots name types of objects that grow." : ""))
        }
        return sentences + problems.map { "Tracing: \($0)." } + (native?.limitations ?? [])
    }
}
