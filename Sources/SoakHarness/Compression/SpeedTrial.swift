import Evidence
import Glibc
import ProcessProbes
import TwinRuntime

/// Finds out, before a soak, whether its client can run faster than real time: the library, the runtime, its ways of
/// waiting. Takes about five seconds at most, and usually two.
package struct SpeedTrial {
    /// Factors that are tried where a kind of waiting fails, the highest first: those below the one that was asked for.
    static let lowerFactors = [50.0, 25, 10, 5, 2]
    /// All trials together take about so long at most, s.
    static let mostSeconds = 5.0
    /// What a process of the second trial is given to begin, whatever the first one took, s.
    static let leastStartSeconds = 0.5
    /// The most of them that are tried.
    static let mostLowerFactors = 3

    /// The library.
    let library: String
    /// What executes the client.
    let client: CommandRuntime
    /// What became of its ways of waiting.
    let waits: [WaitFinding]

    /// Looks and tries.
    ///
    /// - Parameters:
    ///   - arguments: the client's command line.
    ///   - supportFolders: where the keeper is, which tries the waits of the C library.
    /// - Throws: `SpeedError` when the soak is to be refused, `LaunchError` when the client or a trial cannot be started.
    package init(_ request: SpeedRequest, arguments: [String], supportFolders: [String]) throws {
        guard let found = request.library ?? FaketimeLibrary.find() else { throw SpeedError.libraryMissing }
        // The client may start in a directory of its own.
        let resolved = realpath(found, nil)
        defer { free(resolved) }
        library = resolved.map { String(cString: $0) } ?? found
        if let reason = FaketimeLibrary.refusal(of: library) { throw SpeedError.libraryUnusable(reason: reason) }
        let looked = try CommandRuntime.of(arguments)
        guard let client = looked.found else { throw SpeedError.runtime(reason: looked.reason) }
        self.client = client
        let offered = WaitProgram.of(client, keeper: RuntimeFiles.find(in: supportFolders).keeper)
        guard let program = offered.program else { throw SpeedError.runtime(reason: offered.reason) }
        let unknown = request.unusedWaits.subtracting(program.kinds).sorted()
        guard unknown.isEmpty else { throw SpeedError.unknownWaits(unknown, known: program.kinds) }
        let begin = MonotonicClock.nanoseconds()
        let trial = WaitTrial(program, library: library, waitSeconds: request.shortestWaitSeconds)
        waits = try trial.measure(program.kinds.map { .init(kind: $0, factor: request.factor) }).map {
            var finding = WaitFinding($0, waitSeconds: request.shortestWaitSeconds)
            finding.isUnused = request.unusedWaits.contains(finding.kind)
            return finding
        }
        let forbidding = waits.filter(\.forbids)
        guard forbidding.isEmpty else {
            let kinds = forbidding.map(\.kind)
            throw SpeedError.waits(
                findings: forbidding, executable: client.executable, factor: request.factor,
                safe: try Self.highestSafe(kinds, below: request, trial, since: begin))
        }
    }

    /// The highest of some lower factors at which all the kinds work; nil when there is none.
    private static func highestSafe(
        _ kinds: [String], below request: SpeedRequest, _ trial: WaitTrial, since begin: Int64
    ) throws -> Double? {
        let factors = lowerFactors.filter { $0 < request.factor }.prefix(mostLowerFactors)
        let requests = factors.flatMap { factor in kinds.map { WaitTrial.Request(kind: $0, factor: factor) } }
        guard !requests.isEmpty else { return nil }
        var trials: [Double: [WaitFinding]] = [:]
        let left = mostSeconds - WaitTrial.limitSeconds - Double(MonotonicClock.nanoseconds() - begin) * 1e-9
        for measurement in try trial.measure(requests, startSeconds: max(leastStartSeconds, left)) {
            trials[measurement.request.factor, default: []].append(
                WaitFinding(measurement, waitSeconds: request.shortestWaitSeconds))
        }
        return WaitFinding.highestSafe(trials, kinds: kinds)
    }

    /// What is recorded of a soak with this client.
    ///
    /// - Parameter scanPeriodSeconds: the scan's period on the plant's clock.
    package func acceleration(
        _ request: SpeedRequest, plainRate: Acceleration.PlainRate, scanPeriodSeconds: Double
    ) -> Acceleration {
        Acceleration(
            asked: request.factor, library: library, runtime: client.runtime.rawValue, executable: client.executable,
            waitSeconds: request.shortestWaitSeconds, waits: waits, plainRate: plainRate,
            scanPeriodSeconds: scanPeriodSeconds)
    }
}

extension WaitFinding {
    /// Judges what was measured.
    init(_ measurement: WaitTrial.Measurement, waitSeconds: Double) {
        self.init(
            kind: measurement.request.kind, stamps: measurement.stamps, rounds: measurement.rounds,
            waitSeconds: waitSeconds,
            realSeconds: measurement.realSeconds, processorSeconds: measurement.processorSeconds,
            asked: measurement.request.factor)
    }
}
