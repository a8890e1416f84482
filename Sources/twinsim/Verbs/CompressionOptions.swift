import ArgumentParser
import Evidence
import ProcessProbes
import SoakHarness
import Text

/// The options of `twinsim soak` that put more events or more of the client's time into real time.
struct CompressionOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "What the fault plan has come back comes N times as often, in real time; storms come N times as many.",
            valueName: "N"))
    var eventRate: Int?

    @Option(
        help: ArgumentHelp(
            "The client's clock (by libfaketime) and the plant's run N times as fast, 1.5 to 100; --hours and "
                + "--duration are then the client's. A leak by the operation shows, one by the hour does not.",
            valueName: "N"))
    var speed: Double?

    @Option(
        help: ArgumentHelp(
            "With --speed: kinds of waiting that the client does not use, apart by commas; you vouch for it.",
            valueName: "KINDS"))
    var unusedWaits: String?

    @Option(help: ArgumentHelp("With --speed: the client's shortest wait; the default is 50ms.", valueName: "TIME"))
    var shortestWait: DurationArgument?

    @Option(
        help: ArgumentHelp(
            "With --speed: how long the client runs in real time first, to learn its rate; the default is 10s.",
            valueName: "TIME"))
    var plainStretch: DurationArgument?

    @Option(help: ArgumentHelp("With --speed: the libfaketime to preload.", valueName: "FILE"))
    var faketimeLibrary: String?

    /// The highest event rate.
    static let mostEventRate = 10_000

    /// Whether nothing is to be compressed.
    var isNone: Bool { eventRate == nil && speed == nil }

    /// What the first line says of it: ` of real time at speed 60`.
    var mark: String {
        (speed.map { " of real time at speed \(Figures.factor($0))" } ?? "")
            + (eventRate.map { ", events \($0) times as often" } ?? "")
    }

    func validate() throws {
        if let eventRate, !(2...Self.mostEventRate).contains(eventRate) {
            throw ValidationError("--event-rate is a whole number from 2 to \(Self.mostEventRate).")
        }
        if let speed, !SpeedRequest.range.contains(speed) { throw ValidationError("--speed is from 1.5 to 100.") }
        if speed == nil, unusedWaits != nil || shortestWait != nil || plainStretch != nil || faketimeLibrary != nil {
            throw ValidationError(
                "--unused-waits, --shortest-wait, --plain-stretch and --faketime-library want --speed.")
        }
        if let shortestWait, !(shortestWait.seconds >= 0.001 && shortestWait.seconds <= 0.2) {
            throw ValidationError("--shortest-wait is from 1ms to 200ms.")
        }
        if let plainStretch, !(plainStretch.seconds >= 2 && plainStretch.seconds <= 600) {
            throw ValidationError("--plain-stretch is from 2s to 10min.")
        }
    }

    /// Refuses what does not go with another clock.
    func checkBeside(criteria: String?) throws {
        guard speed != nil else { return }
        if criteria != nil {
            throw ValidationError(
                "--speed does not go with --criteria: their times and rates are those of a client in real time.")
        }
    }

    /// Does what was asked for to a soak: for --speed it tries the client's ways of waiting first and learns its rate.
    func compress(_ configuration: inout SoakConfiguration) throws {
        // A resumed soak has in its evidence how it is compressed.
        guard configuration.resumption == nil else { return }
        if let eventRate { configuration.eventRate = EventRate(factor: eventRate) }
        guard let speed else { return }
        let request = SpeedRequest(
            factor: speed, library: faketimeLibrary,
            unusedWaits: Set((unusedWaits ?? "").split(separator: ",").map { $0.filter { $0 != " " } }),
            shortestWaitSeconds: shortestWait?.seconds ?? SpeedRequest.usualWaitSeconds,
            plainSeconds: plainStretch?.seconds ?? SpeedRequest.usualPlainSeconds)
        Console.error("speed: trying how the client's runtime waits under libfaketime")
        let trial = try SpeedTrial(
            request, arguments: configuration.clientCommand, supportFolders: configuration.supportFolders)
        Console.error(
            "speed: the client runs in real time for \(Figures.duration(request.plainSeconds)), to learn its rate")
        let rate: Acceleration.PlainRate
        switch try PlainStretch.measure(configuration, seconds: request.plainSeconds) {
        case .rate(let measured): rate = measured
        case .interrupted(let signal): throw ExitWith(.signal(signal))
        }
        let period = Double(configuration.scenario.timing.scanPeriodNanoseconds) * 1e-9
        configuration.accelerate(trial.acceleration(request, plainRate: rate, scanPeriodSeconds: period))
        if case .unavailable(let reason) = rate {
            Console.error("speed: the client's rate in real time is not known: \(reason)")
        }
    }
}
