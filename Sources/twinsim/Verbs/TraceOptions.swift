import ArgumentParser
import SoakHarness

/// The options of `twinsim soak` that say where a client grows.
struct TraceOptions: ParsableArguments {
    /// When a second, traced run explains a verdict.
    enum Explain: String, CaseIterable, ExpressibleByArgument {
        /// After anything suspicious or leaking of a client that can be traced.
        case auto
        /// Never.
        case never
    }

    @Flag(help: "Trace the client: say where it grows. The memory of a traced run is not judged.")
    var trace = false

    @Option(help: ArgumentHelp("Calls kept of each allocation, 1 to 100.", valueName: "N"))
    var traceFrames = Tracing.usualFrames

    @Option(help: ArgumentHelp("Time between snapshots; by default there are five.", valueName: "TIME"))
    var traceEvery: DurationArgument?

    @Option(help: ArgumentHelp("Requests of the client between snapshots, 10 or more.", valueName: "N"))
    var traceEveryPolls: Int?

    @Option(help: ArgumentHelp("The most lines in a snapshot, 1 to 200.", valueName: "N"))
    var traceRows = Tracing.usualRows

    @Option(
        help: ArgumentHelp(
            "Mean bytes between two samples of native allocations, 1 to 1073741824.", valueName: "N"))
    var traceBytes = Tracing.usualDistanceBytes

    @Option(
        help: ArgumentHelp(
            "Name lines of Python only in files like this; may be given several times.", valueName: "PATTERN"))
    var traceOnly: [String] = []

    @Option(
        help: ArgumentHelp(
            "Name no line of Python in files like this, but the line that called it; may be given several times.",
            valueName: "PATTERN"))
    var traceIgnore: [String] = []

    @Option(
        help: ArgumentHelp(
            "auto: after a suspicious or leaking verdict on anything of the client, trace it in a second run.",
            valueName: "WHEN"))
    var explain = Explain.never

    @Option(
        help: ArgumentHelp(
            "How long the second run lasts; the default is the first one's length, from 60s to 10min.",
            valueName: "TIME"))
    var explainFor: DurationArgument?

    /// The least length of an explaining run that can be asked for, s.
    static let leastExplainSeconds = 10.0
    /// The length of an explaining run that nobody asked for is between these, s.
    static let usualExplainSeconds = 60.0...600.0

    func validate() throws {
        guard (1...100).contains(traceFrames) else { throw ValidationError("--trace-frames is from 1 to 100.") }
        guard (1...200).contains(traceRows) else { throw ValidationError("--trace-rows is from 1 to 200.") }
        guard (1...(1 << 30)).contains(traceBytes) else {
            throw ValidationError("--trace-bytes is from 1 to 1073741824.")
        }
        if let traceEvery, !(traceEvery.seconds >= 1) { throw ValidationError("--trace-every is at least 1s.") }
        if let traceEveryPolls, traceEveryPolls < 10 { throw ValidationError("--trace-every-polls is at least 10.") }
        if traceEvery != nil, traceEveryPolls != nil {
            throw ValidationError("--trace-every and --trace-every-polls are two plans of the snapshots; give one.")
        }
        if trace, explain == .auto {
            throw ValidationError("--trace does not judge memory, so --explain auto has nothing to explain; give one.")
        }
        if let explainFor, !(explainFor.seconds >= Self.leastExplainSeconds) {
            throw ValidationError("--explain-for is at least 10s.")
        }
        if explainFor != nil, explain == .never { throw ValidationError("--explain-for wants --explain auto.") }
        let isTracing = trace || explain == .auto
        if !isTracing,
            traceEvery != nil || traceEveryPolls != nil || traceFrames != Tracing.usualFrames
                || traceRows != Tracing.usualRows
                || traceBytes != Tracing.usualDistanceBytes || !traceOnly.isEmpty || !traceIgnore.isEmpty
        {
            throw ValidationError(
                "--trace-frames, --trace-every, --trace-every-polls, --trace-rows, --trace-bytes, --trace-only and "
                    + "--trace-ignore want --trace or --explain auto.")
        }
        if (traceOnly + traceIgnore).contains(where: { $0.isEmpty || $0.contains(where: \.isNewline) }) {
            throw ValidationError(
                "--trace-only and --trace-ignore take a pattern of one line, like '*/site-packages/*'.")
        }
    }

    /// How a traced run traces.
    var tracing: Tracing {
        var tracing = Tracing(
            frames: traceFrames, everySeconds: traceEvery?.seconds, rows: traceRows, distanceBytes: traceBytes)
        tracing.everyPolls = traceEveryPolls
        tracing.onlyFiles = traceOnly
        tracing.ignoredFiles = traceIgnore
        return tracing
    }

    /// How long a run of `seconds` is explained for, s.
    func explainSeconds(after seconds: Double) -> Double {
        let range = Self.usualExplainSeconds
        return explainFor?.seconds ?? min(max(seconds, range.lowerBound), range.upperBound)
    }
}
