import SoakHarness
import Text

/// The live line of a soak: rewritten on a terminal; elsewhere whole lines, one a minute and one at the end.
final class ProgressLine {
    /// Seconds between lines where there is no terminal.
    private static let plainSeconds = 60.0

    private let isLive = Console.errorIsTerminal
    private var nextPlain = 0.0
    /// The newest progress, when no line shows it.
    private var unshown: SoakProgress?

    /// Shows how the soak stands.
    func show(_ progress: SoakProgress) {
        if isLive {
            // Asked anew each time: the window may have been resized. What is left of a longer line is erased.
            let text = LineFit.fitted(Self.parts(progress), columns: Console.errorColumns)
            Console.progress("\r\(text)\u{1B}[K")
        } else if progress.elapsedSeconds >= nextPlain {
            Console.progress(Self.text(progress) + "\n")
            nextPlain += Self.plainSeconds
            unshown = nil
        } else {
            unshown = progress
        }
    }

    /// Leaves the last line standing.
    func end() {
        if isLive { Console.progress("\n") }
        if let unshown { Console.progress(Self.text(unshown) + "\n") }
        unshown = nil
    }

    private static func text(_ progress: SoakProgress) -> String {
        parts(progress).joined(separator: LineFit.separator)
    }

    /// The parts of the line, the most important ones first.
    private static func parts(_ progress: SoakProgress) -> [String] {
        let memory = progress.megabytes.map { "\(Figures.fixed($0, 2)) MB" } ?? "memory unavailable"
        let rate =
            progress.speed > 1
            ? "accelerated x\(Figures.fixed(progress.speed, 0))"
            : progress.megabytesPerHour.map { "\(Figures.signed($0)) MB/h" }
                ?? (progress.isTraced ? "traced" : "rate: too early")
        var parts = [
            "\(Figures.duration(progress.elapsedSeconds.rounded())), \(Figures.duration(progress.remainingSeconds.rounded())) left",
            memory, rate, "\(Figures.fixed(progress.pollsPerSecond, 1)) polls/s",
            "\(progress.processes) \(progress.processes == 1 ? "process" : "processes")",
        ]
        if let descriptors = progress.descriptors { parts.append("\(descriptors) descriptors") }
        if progress.storms.carriedOut > 0 { parts.append(progress.storms.words) }
        return parts
    }
}
