import LeakAnalysis
import LeakCorpus

/// The tables, as Markdown.
struct AccuracyTables {
    /// Series a class and length.
    let count: Int
    /// The seed to judge on.
    let seed: UInt64
    /// Told before each measurement what it is.
    let progress: (String) -> Void

    /// The lengths of run that a release answers for, in hours.
    static let lengths = [4.0, 24, 48, 72]

    private static let head = """
        | recall, leaks ≥ 0.5 MB/h | false alarms | right of three answers | interval covers truth | detectable, MB/h |
        """
    private static let rule = "|---|---|---|---|---|"

    /// Our method and the simple rules, on the same series.
    func methods() -> String {
        var text = "| run | method \(Self.head)\n|---|---\(Self.rule)\n"
        for hours in Self.lengths {
            progress("all methods at \(Int(hours)) h")
            let results = Accuracy.measure(Method.allCases, hours: hours, count: count, seed: seed)
            for (method, result) in zip(Method.allCases, results) {
                let name = method == .ours ? "**\(method.rawValue)**" : method.rawValue
                text += "| \(Int(hours)) h | \(name) \(Self.figures(result))\n"
            }
        }
        return text
    }

    /// Answers per class.
    func classes() -> String {
        var results: [Accuracy] = []
        for hours in Self.lengths {
            progress("class by class at \(Int(hours)) h")
            results.append(Accuracy(hours: hours, count: count, seed: seed))
        }
        var text = "| class |" + Self.lengths.map { " \(Int($0)) h |" }.joined() + "\n|---|---|---|---|---|\n"
        for (index, kind) in CorpusClass.allCases.enumerated() {
            text += "| \(kind.rawValue) |"
            for result in results {
                let answers = result.rows[index].answers
                text += " " + Answer.allCases.map { "\(answers[$0] ?? 0)" }.joined(separator: " / ") + " |"
            }
            text += "\n"
        }
        return text
    }

    /// Noise three times as large.
    func noise() -> String {
        var text = "| noise | run \(Self.head)\n|---|---\(Self.rule)\n"
        for hours in Self.lengths {
            progress("three times the noise at \(Int(hours)) h")
            let result = Accuracy(hours: hours, count: count, seed: seed, noise: 3)
            text += "| × 3 | \(Int(hours)) h \(Self.figures(result))\n"
        }
        return text
    }

    /// Readings as they really come.
    func flaws() -> String {
        var text = "| readings | run \(Self.head)\n|---|---\(Self.rule)\n"
        for flaw in SamplingFlaw.allCases {
            for hours in [4.0, 24] {
                progress("\(flaw.rawValue) at \(Int(hours)) h")
                let result = Accuracy(hours: hours, count: count, seed: seed, flaw: flaw)
                text += "| \(flaw.rawValue) | \(Int(hours)) h \(Self.figures(result))\n"
            }
        }
        return text
    }

    /// How often `--stop-on leak` ends a healthy run, and how much of a leaking one it saves.
    func earlyStops() -> String {
        var text = ""
        for noise in [1.0, 3] {
            for hours in [4.0, 8, 24, 48, 72] {
                progress("ending early at \(Int(hours)) h, noise × \(Int(noise))")
                let result = EarlyStopAccuracy(hours: hours, count: count, seed: seed, noise: noise)
                let leaks = result.rows.filter { !$0.isHealthy }
                if text.isEmpty {
                    text = "| noise | plan | memory | worst class | numbers | worst class |"
                    text += leaks.map { " \($0.name) |" }.joined() + "\n|---|---|---|---|---|---|"
                    text += leaks.map { _ in "---|" }.joined() + "\n"
                }
                text += "| × \(Int(noise)) | \(Int(hours)) h |"
                for counts in [false, true] {
                    let worst = result.worstClass(counts: counts)
                    text += " \(Self.percent(result.falseStops(counts: counts))) |"
                    text += worst.map { " \($0.name), \(Self.percent($0.stopped)) |" } ?? " – |"
                }
                for row in leaks {
                    text += " \(Self.percent(row.stopped))"
                    text += (row.medianSaved.map { ", saves \(Self.percent($0))" } ?? "") + " |"
                }
                text += "\n"
            }
        }
        return text
    }

    private static func figures(_ result: Accuracy) -> String {
        "| \(percent(result.recall)) | \(percent(result.falseAlarms)) | \(percent(result.threeWay)) "
            + "| \(percent(result.coverage)) | \(result.detectable.map(rate) ?? "–") |"
    }

    private static func percent(_ share: Double?) -> String {
        guard let share else { return "–" }
        let tenths = Int((share * 1000).rounded())
        return tenths % 10 == 0 ? "\(tenths / 10) %" : "\(tenths / 10).\(tenths % 10) %"
    }

    private static func rate(_ value: Double) -> String {
        let thousandths = Int((value * 1000).rounded())
        let rest = String(thousandths % 1000)
        return "\(thousandths / 1000)." + String(repeating: "0", count: 3 - rest.count) + rest
    }
}
