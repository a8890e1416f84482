import ArgumentParser
import FaultPlan
import ModbusServer

extension ConnectionLimitPolicy: ExpressibleByArgument {}

extension DeviceProfile: ExpressibleByArgument {
    /// The profile of this name.
    public init?(argument: String) {
        guard let profile = DeviceProfile.named(argument) else { return nil }
        self = profile
    }

    /// The names, for help and for the message about a wrong one.
    public static var allValueStrings: [String] { all.map(\.name) }

    /// Its name.
    public var defaultValueDescription: String { name }
}

/// Which device the server stands for, and what is different about it.
struct ProfileOptions: ParsableArguments {
    /// When requests are answered.
    enum Replies: String, CaseIterable, ExpressibleByArgument {
        case atOnce = "at-once"
        case perScan = "per-scan"
    }

    /// Requests a scan unless somebody says otherwise: those of the one device whose number is published.
    static let standardRequestsPerScan = 8

    @Option(
        help: ArgumentHelp(
            "The device that the server stands for: its limits and how it answers; see 'twinsim profiles list'.",
            valueName: "NAME"))
    var profile: DeviceProfile = .ideal

    @Option(help: ArgumentHelp("How many clients may be connected; in place of the profile's.", valueName: "N"))
    var connectionLimit: Int?

    @Option(
        help: ArgumentHelp("What the client beyond the limit meets; in place of the profile's.", valueName: "POLICY"))
    var limitPolicy: ConnectionLimitPolicy?

    @Option(
        help: ArgumentHelp(
            "Close a connection without a request for this long; in place of the profile's.", valueName: "TIME"))
    var idleTimeout: DurationArgument?

    @Option(
        help: ArgumentHelp("Answer at once, or at the end of a scan; in place of the profile's.", valueName: "WHEN"))
    var replies: Replies?

    @Option(
        help: ArgumentHelp(
            "Requests answered a scan; the default is the profile's, or \(standardRequestsPerScan).", valueName: "N"))
    var requestsPerScan: Int?

    @Option(
        help: ArgumentHelp("The least time from request to reply; in place of the profile's.", valueName: "TIME"))
    var responseTime: DurationArgument?

    @Option(
        help: ArgumentHelp(
            "The most that a reply takes beyond that, drawn evenly; in place of the profile's.", valueName: "TIME"))
    var responseJitter: DurationArgument?

    /// The profile with everything that the command line changes.
    var chosen: DeviceProfile {
        var chosen = profile
        if let connectionLimit { chosen.connectionLimit = connectionLimit }
        if let limitPolicy { chosen.limitPolicy = limitPolicy }
        if let idleTimeout { chosen.idleTimeoutNanoseconds = nanoseconds(idleTimeout) }
        if let responseTime { chosen.responseNanoseconds = nanoseconds(responseTime) }
        if let responseJitter { chosen.responseJitterNanoseconds = nanoseconds(responseJitter) }
        var standard = Self.standardRequestsPerScan
        if case .perScan(let requests) = profile.service { standard = requests }
        switch replies {
        case .atOnce: chosen.service = .atOnce
        case .perScan: chosen.service = .perScan(requests: requestsPerScan ?? standard)
        case nil:
            if case .perScan = profile.service { chosen.service = .perScan(requests: requestsPerScan ?? standard) }
        }
        return chosen
    }

    func validate() throws {
        if let connectionLimit, connectionLimit < 1 { throw ValidationError("--connection-limit is at least 1.") }
        guard let requestsPerScan else { return }
        guard requestsPerScan >= 1 else { throw ValidationError("--requests-per-scan is at least 1.") }
        guard case .perScan = chosen.service else {
            throw ValidationError("--requests-per-scan needs --replies per-scan, or a profile that answers per scan.")
        }
    }

    private func nanoseconds(_ duration: DurationArgument) -> Int64 {
        Int64(min(duration.seconds * 1e9, 9e18))
    }
}
