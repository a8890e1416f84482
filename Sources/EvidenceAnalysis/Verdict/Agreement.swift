import Evidence
import LeakAnalysis
import Text

/// Two channels side by side: whether they say the same, and what it means when they do not.
package struct Agreement: Hashable, Sendable {
    /// The two that are compared, in words.
    package var channels: String
    /// Whether they say the same; nil when one of them leaves it open.
    package var agrees: Bool?
    /// What it means, one or two sentences.
    package var meaning: String

    /// Growth below this many MB is not set against other growth.
    static let leastMegabytes = 1.0

    /// Every pair of channels of `model` that was looked at.
    package static func all(_ model: ReportModel) -> [Agreement] {
        let channels = model.channels
        func judged(_ channel: Channel) -> ChannelReport? {
            channels.first { $0.channel == channel && $0.answer != nil }
        }
        var rows: [Agreement] = []
        if let memory = judged(.memory) {
            for blocks in channels where !blocks.channel.isRequired && blocks.answer != nil {
                rows.append(withMemory(memory, blocks))
            }
            rows += [allocatorBytes(model.facts), residentPages(model.facts)].compactMap { $0 }
            if let threads = judged(.threads), threads.answer == .leak { rows.append(withThreads(memory)) }
        }
        if let native = judged(.nativeBlocks), let python = judged(.pythonBlocks) { rows.append(pools(native, python)) }
        if let descriptors = judged(.descriptors), let sockets = judged(.sockets) {
            rows.append(files(descriptors, sockets, model.facts))
        }
        return rows + heldCounts(channels, model.facts)
    }

    private static func withMemory(_ memory: ChannelReport, _ blocks: ChannelReport) -> Agreement {
        let name = "memory and \(blocks.channel.title)"
        guard let first = memory.verdict, let second = blocks.verdict, first.answer != .suspicious,
            second.answer != .suspicious
        else {
            let open = memory.answer == .suspicious ? "memory" : blocks.channel.title
            return Agreement(
                channels: name, agrees: nil, meaning: "Not to be told yet: \(open) may or may not go on growing.")
        }
        let agreement = ChannelAgreement(memory: first, blocks: second)
        guard blocks.channel == .pythonBlocks else {
            return Agreement(channels: name, agrees: agreement.kind == .agree, meaning: agreement.sentence)
        }
        let meaning =
            switch (first.answer, second.answer) {
            case (.leak, .leak):
                "Both grow without a ceiling: what grows are Python objects, so something in Python code still refers to them."
            case (.leak, _):
                "Memory grows while the interpreter's objects do not: native code (an extension, a C library), buffers "
                    + "outside the interpreter, or fragmentation."
            case (_, .leak):
                "Python objects grow while memory does not: they still fill pools that the interpreter had taken before; "
                    + "memory will follow."
            default: "Neither memory nor Python objects show a leak."
            }
        return Agreement(channels: name, agrees: agreement.kind == .agree, meaning: meaning)
    }

    /// Bytes that the program holds against pages that the process holds.
    private static func allocatorBytes(_ facts: EvidenceFacts) -> Agreement? {
        guard let held = growth(facts.sum(.nativeBytes)), let pages = growth(facts[.memory]) else { return nil }
        let name = "memory and bytes held from the C library"
        let figures =
            "memory \(Figures.signed(pages)) MB, bytes held \(Figures.signed(held)) MB over the second half"
        if max(abs(held), abs(pages)) < leastMegabytes {
            return Agreement(channels: name, agrees: true, meaning: "Neither moved by a megabyte (\(figures)).")
        }
        if pages - held > max(leastMegabytes, 0.5 * abs(pages)) {
            return Agreement(
                channels: name, agrees: false,
                meaning: "Memory rose and what is held did not (\(figures)): fragmentation, free space kept in the "
                    + "allocator's pools, or memory that is mapped past it, as Python's object pools are.")
        }
        if held - pages > max(leastMegabytes, 0.5 * abs(held)) {
            return Agreement(
                channels: name, agrees: false,
                meaning: "More is held while memory stood (\(figures)): free space in the allocator's pools is filled "
                    + "first, or the new blocks were not touched yet.")
        }
        return Agreement(channels: name, agrees: true, meaning: "They move together (\(figures)).")
    }

    /// Private pages against all resident pages, files and shared memory among them.
    private static func residentPages(_ facts: EvidenceFacts) -> Agreement? {
        guard let own = growth(facts[.memory]), let all = growth(facts.sum(.residentKibibytes)) else { return nil }
        let name = "private and resident memory"
        let figures = "private \(Figures.signed(own)) MB, resident \(Figures.signed(all)) MB over the second half"
        guard abs(all - own) > max(leastMegabytes, 0.5 * max(abs(own), abs(all))) else {
            return Agreement(channels: name, agrees: true, meaning: "They move together (\(figures)).")
        }
        return Agreement(
            channels: name, agrees: false,
            meaning: all > own
                ? "Resident memory rose by more (\(figures)): mapped files, code or shared memory, which is not judged."
                : "Resident memory rose by less (\(figures)): pages of files were given back meanwhile.")
    }

    /// The median of the last tenth less that of the tenth in the middle; nil for too few readings.
    private static func growth(_ series: TimeSeries) -> Double? {
        guard series.count >= 20 else { return nil }
        let tenth = series.count / 10
        func median(_ from: Int) -> Double { series.values[from..<(from + tenth)].sorted()[tenth / 2] }
        return median(series.count - tenth) - median(series.count / 2)
    }

    private static func withThreads(_ memory: ChannelReport) -> Agreement {
        Agreement(
            channels: "memory and threads", agrees: memory.answer.map { $0 == .suspicious ? nil : $0 == .leak } ?? nil,
            meaning: memory.answer == .leak
                ? "Both grow: each thread that is not ended keeps its stack and whatever it refers to."
                : "Threads grow while memory does not yet: a stack that is hardly used takes few pages.")
    }

    private static func pools(_ native: ChannelReport, _ python: ChannelReport) -> Agreement {
        let name = "native and Python allocation blocks"
        guard native.answer != .suspicious, python.answer != .suspicious else {
            return Agreement(channels: name, agrees: nil, meaning: "Not to be told yet: one of them is suspicious.")
        }
        let meaning =
            switch (native.answer == .leak, python.answer == .leak) {
            case (true, true): "Both grow: Python objects with memory from the C library behind them, or two leaks."
            case (false, true):
                "Python objects grow and the C library's blocks do not: small objects lie in pools of the interpreter's "
                    + "own, which the C library does not hand out."
            case (true, false):
                "The C library's blocks grow and Python objects do not: what leaks is native, in an extension or a library."
            case (false, false): "Neither grows."
            }
        return Agreement(channels: name, agrees: native.answer == python.answer, meaning: meaning)
    }

    private static func files(_ descriptors: ChannelReport, _ sockets: ChannelReport, _ facts: EvidenceFacts)
        -> Agreement
    {
        let name = "descriptors and sockets"
        switch (descriptors.answer == .leak, sockets.answer == .leak) {
        case (false, false):
            let isOpen = descriptors.answer == .suspicious || sockets.answer == .suspicious
            return Agreement(
                channels: name, agrees: isOpen ? nil : true,
                meaning: isOpen ? "Not to be told yet: one of them is suspicious." : "Neither leaks.")
        case (true, true):
            let waiting = facts.sums[.socketsCloseWait]?.values.last ?? 0
            return Agreement(
                channels: name, agrees: true,
                meaning: "Both grow: the descriptors that stay open are sockets."
                    + (waiting >= 1
                        ? " \(Figures.whole(Int64(waiting))) of them in CLOSE_WAIT at the end: the server closed, the client "
                            + "did not."
                        : ""))
        case (true, false):
            return Agreement(
                channels: name, agrees: false,
                meaning:
                    "Descriptors grow and TCP sockets do not: files, pipes, timers, event descriptors, or sockets that "
                    + "were never connected.")
        case (false, true):
            return Agreement(
                channels: name, agrees: false,
                meaning:
                    "Sockets grow and descriptors do not: they take the place of files that are closed, or wait in the "
                    + "kernel after their close.")
        }
    }

    /// Counts that rose and held: pools that are full.
    private static func heldCounts(_ channels: [ChannelReport], _ facts: EvidenceFacts) -> [Agreement] {
        channels.compactMap { report in
            guard report.channel.isRequired, report.channel != .memory, let verdict = report.verdict,
                verdict.answer == .expected, let hours = verdict.plateauHours,
                let summary = SeriesSummary(facts[report.channel]), summary.last >= summary.first + 2
            else { return nil }
            let title = report.channel.title
            return Agreement(
                channels: title, agrees: nil,
                meaning:
                    "Rose from \(Figures.fixed(summary.first, 0)) to \(Figures.fixed(summary.last, 0)) and has held since "
                    + "\(Figures.clock(hours * 3600)), as a pool does that is full.")
        }
    }
}
