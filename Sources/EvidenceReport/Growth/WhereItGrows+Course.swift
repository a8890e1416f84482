import EvidenceAnalysis
import Text

extension WhereItGrows {
    /// Most lines whose steps and holders are shown.
    private static let mostDetailed = 10

    /// The table of chains that hold what grows; nil without any.
    var holderTable: ReportTable? {
        let shown = holders.filter { holder in
            guard !holder.chain.isEmpty || holder.isComplete else { return false }
            // Chains of what is not named would be chains of nothing.
            if let type = holder.type { return isNamed(type) || (!openings.isEmpty && !holder.chain.isEmpty) }
            return lines.contains { $0.file == holder.line?.file && $0.line == holder.line?.line }
        }
        guard !shown.isEmpty else { return nil }
        return ReportTable(
            title: "Who holds it",
            note: "One chain of references each, that on which most of the newest objects hang, followed once when the "
                + "traced run was over.",
            columns: [.prose("what"), .prose("held by"), .number("objects on that way")],
            rows: shown.prefix(2 * Self.mostDetailed).map {
                [
                    $0.type ?? "what \($0.line?.text ?? "") made",
                    $0.chain.isEmpty
                        ? "nothing that the interpreter can follow: native code, or nobody any more" : $0.text,
                    $0.chain.isEmpty ? "–" : Figures.whole($0.held),
                ]
            })
    }

    /// Whether a table names the type; beside what stays open types are shown that come with it.
    private func isNamed(_ type: String) -> Bool {
        (counts[.type] ?? []).contains { $0.name == type } || heap?.rows.contains { $0.name == type } ?? false
    }

    /// The table of what lines grew by from snapshot to snapshot; nil without lines.
    var courseTable: ReportTable? {
        let shown = lines.prefix(Self.mostDetailed)
        guard let most = shown.map(\.steps.count).max(), most > 1 else { return nil }
        return ReportTable(
            title: "From snapshot to snapshot",
            note: "What each line holds more of, in kB, than at the snapshot before, in the process in which it grows "
                + "most; – where it was not among the largest.",
            columns: [.prose("line")]
                + (0..<most).map { index in
                    let step = shown.first { $0.steps.count > index }?.steps[index]
                    return .number(step.map { "\($0.occasion), \(Figures.duration($0.seconds))" } ?? "")
                },
            rows: shown.map { line in
                [line.place]
                    + (0..<most).map { index in
                        guard index < line.steps.count, let bytes = line.steps[index].bytesSince else { return "–" }
                        return Figures.signed(Double(bytes) / 1000)
                    }
            })
    }

    /// The table of sums; nil without rows.
    var sumTable: ReportTable? {
        guard !sums.isEmpty else { return nil }
        return ReportTable(
            title: "By file, by package, and with everything that is called",
            note: "A line or function with everything that it calls is counted as far as the calls were kept.",
            columns: [.text("what"), .prose("which"), .prose("text"), .number("MB/h"), .number("grown, kB")],
            rows: sums.map { sum in
                [
                    sum.kind.rawValue, sum.title, sum.source ?? "–", Figures.signed(sum.megabytesPerHour),
                    Figures.significant(Double(sum.bytesGrown) / 1000),
                ]
            })
    }

    /// How long the client was held up, a sentence; empty where no process said.
    var pauseSentence: String {
        guard let pauses else { return "" }
        return " For \(Figures.counted(max(0, pauses.snapshots - 1), "snapshot")) the client stood still for "
            + "\(Figures.significant(pauses.totalMilliseconds)) ms in all, \(Figures.significant(pauses.longestMilliseconds)) ms "
            + "at most, and for the last one, when the run was over, \(Figures.significant(pauses.lastMilliseconds)) ms."
    }
}

extension TraceHolder {
    /// For `verdict.json`, key `holders` in `where_it_grows`.
    var json: JSONValue {
        [
            "type": .optional(type), "file": .optional(line?.file), "line": .optional(line?.line),
            "chain": .array(chain.map { .string($0) }), "held": .integer(held), "looked_at": .integer(lookedAt),
            "complete": .bool(isComplete),
        ]
    }
}

extension GrowthSum {
    /// For `verdict.json`, key `sums` in `where_it_grows`.
    var json: JSONValue {
        [
            "kind": .string(kind.rawValue), "name": .string(title), "source": .optional(source),
            "mb_per_hour": .number(megabytesPerHour), "bytes_grown": .integer(bytesGrown),
        ]
    }
}

extension TracePauses {
    /// For `verdict.json`, key `pauses` in `where_it_grows`.
    var json: JSONValue {
        [
            "snapshots": .integer(Int64(snapshots)), "total_ms": .number(totalMilliseconds),
            "longest_ms": .number(longestMilliseconds), "last_ms": .number(lastMilliseconds),
        ]
    }
}

extension GrowthStep {
    /// For `verdict.json`, key `steps` of a line in `where_it_grows`.
    var json: JSONValue {
        [
            "occasion": .string(occasion), "since_baseline_seconds": .number(seconds),
            "bytes_grown": .optional(bytesGrown), "bytes_since_previous": .optional(bytesSince),
        ]
    }
}
