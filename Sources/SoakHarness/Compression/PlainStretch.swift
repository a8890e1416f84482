import Evidence
import FaultPlan
import Glibc
import ModbusServer
import ProcessProbes
import Text
import TwinRuntime

/// Runs the client for some seconds in real time, undisturbed, to learn how many requests it makes there.
///
/// It is a start of its own, before the soak: nothing of it is in the evidence but the rate.
package enum PlainStretch {
    /// Time after the first request that does not count: a client asks more, or less, when it starts, s.
    static let settleSeconds = 1.0
    /// The fewest requests that make a rate.
    static let fewestRequests = 10
    /// Time between two looks, s.
    static let lookSeconds = 0.1

    /// What came of it.
    package enum Outcome: Hashable, Sendable {
        /// The client's rate, or why it is not known.
        case rate(Acceleration.PlainRate)
        /// A signal asked twinsim to stop.
        case interrupted(Int32)
    }

    /// Measures the client of this soak for `seconds`. `StopSignal.hold()` must have been called before.
    ///
    /// - Throws: `ServerError`, `LaunchError`, `RuntimeError` or `InvalidInput` when plant or client cannot be started.
    package static func measure(_ configuration: SoakConfiguration, seconds: Double) throws -> Outcome {
        guard seconds > 0 else { return .rate(.unavailable("no stretch in real time was asked for")) }
        let plant = try LivePlant(
            configuration.layout ?? PlantLayout(port: configuration.server.port, unit: configuration.scenario.unit),
            parts: [
                .init(configuration.scenario, seed: configuration.seed, timetable: FaultTimetable([]))
            ] + configuration.neighbours, server: configuration.server)
        try plant.start()
        defer { plant.stop() }
        let (host, port) = (configuration.server.host, plant.main.server.port)
        var folder = Array("/tmp/twinsim-plain-XXXXXX".utf8CString)
        guard mkdtemp(&folder) != nil else {
            return .rate(.unavailable("no folder for its log: \(String(cString: strerror(errno)))"))
        }
        let path = String(decoding: folder.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
        defer {
            unlink(path + "/client.log")
            rmdir(path)
        }
        let client = try ClientProcess.launch(
            ClientLaunch(
                arguments: ClientCommand.arguments(configuration.clientCommand, host: host, port: port),
                environmentAdditions: ClientCommand.environment(
                    host: host, port: port, ports: plant.servers.map(\.port)),
                logPath: path + "/client.log", descriptorLimit: DescriptorLimit.beforeRaise,
                runtimeFiles: .find(in: configuration.supportFolders)))
        defer { client.terminate(graceSeconds: Soak.graceSeconds) }
        return watch(client, plant, seconds: seconds)
    }

    private static func watch(_ client: ClientProcess, _ plant: LivePlant, seconds: Double) -> Outcome {
        let start = MonotonicClock.nanoseconds()
        // A client that does not connect at all must not be waited for for ever.
        let limit = start + Int64((3 * seconds + 10) * 1e9)
        var first: Int64?
        var base: (at: Int64, requests: UInt64)?
        while true {
            let now = MonotonicClock.nanoseconds()
            let requests = plant.counters.tally.requests
            if case .ended(let end) = client.status {
                return .rate(
                    .unavailable("the client \(end.sentence) in the stretch in real time"))
            }
            if first == nil, requests > 0 { first = now }
            if base == nil, let first, now - first >= Int64(settleSeconds * 1e9) { base = (now, requests) }
            if let base, Double(now - base.at) * 1e-9 >= seconds {
                let made = requests - base.requests
                guard made >= UInt64(fewestRequests) else {
                    return .rate(
                        .unavailable("it made \(made) requests in \(Figures.duration(seconds)), too few for a rate"))
                }
                return .rate(.measured(Double(made) / (Double(now - base.at) * 1e-9)))
            }
            if now >= limit { return .rate(.unavailable("it made no request in the stretch in real time")) }
            if let signal = StopSignal.wait(until: now + Int64(lookSeconds * 1e9)) { return .interrupted(signal) }
        }
    }
}
