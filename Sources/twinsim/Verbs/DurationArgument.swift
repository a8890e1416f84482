import ArgumentParser
import ScenarioFiles

/// A duration on the command line: a number and a unit, like `90s`, `10min`, `48h`.
struct DurationArgument: ExpressibleByArgument, CustomStringConvertible {
    /// Seconds, above 0.
    let seconds: Double
    private let text: String

    init?(argument: String) {
        guard let seconds = DurationText.seconds(argument), seconds > 0 else { return nil }
        self.seconds = seconds
        text = argument
    }

    /// As the user wrote it.
    var description: String { text }
}
