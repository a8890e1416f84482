import FaultPlan

/// How a device serves its clients: how many, how fast, for how long.
package struct DeviceProfile: Hashable, Sendable {
    /// When requests are answered.
    package enum Service: Hashable, Sendable {
        /// As they come.
        case atOnce
        /// At the end of a scan, from the image of that scan, at most so many requests a scan (at least 1).
        case perScan(requests: Int)
    }

    /// Its name on the command line.
    package var name: String
    /// The device.
    package var device: String
    /// How many clients may be connected, at least 1; nil: as many as the server can serve.
    package var connectionLimit: Int?
    /// What the client beyond the limit meets.
    package var limitPolicy: ConnectionLimitPolicy
    /// A connection without a request for this long is closed, in nanoseconds; nil: never.
    package var idleTimeoutNanoseconds: Int64?
    /// When requests are answered.
    package var service: Service
    /// The least time from a request to its reply, in nanoseconds.
    package var responseNanoseconds: Int64
    /// The most that a reply takes beyond that, in nanoseconds; each reply draws from 0 to this.
    package var responseJitterNanoseconds: Int64
    /// Where the figures are from, and which of them are assumptions.
    package var source: String

    /// A profile; what is left out is as an ideal device has it.
    package init(
        name: String, device: String, connectionLimit: Int? = nil, limitPolicy: ConnectionLimitPolicy = .reset,
        idleTimeoutNanoseconds: Int64? = nil, service: Service = .atOnce, responseNanoseconds: Int64 = 0,
        responseJitterNanoseconds: Int64 = 0, source: String
    ) {
        self.name = name
        self.device = device
        self.connectionLimit = connectionLimit
        self.limitPolicy = limitPolicy
        self.idleTimeoutNanoseconds = idleTimeoutNanoseconds
        self.service = service
        self.responseNanoseconds = responseNanoseconds
        self.responseJitterNanoseconds = responseJitterNanoseconds
        self.source = source
    }

    /// Whether replies take a time of their own.
    var delaysReplies: Bool { responseNanoseconds > 0 || responseJitterNanoseconds > 0 }

    /// The time that the reply to this request takes, in nanoseconds: a pure function of seed, connection and number.
    func responseTime(seed: UInt64, connection: UInt64, sequence: UInt64) -> Int64 {
        guard responseJitterNanoseconds > 0 else { return responseNanoseconds }
        var dice = FaultDice(seed: seed, fault: -1, connection: connection, sequence: sequence)
        return responseNanoseconds + Int64(dice.uniform() * Double(responseJitterNanoseconds))
    }

    /// What is outside its range, in a sentence; nil when nothing is.
    var flaw: String? {
        if let connectionLimit, connectionLimit < 1 {
            return "the connection limit is \(connectionLimit); give at least 1"
        }
        if let idleTimeoutNanoseconds, idleTimeoutNanoseconds < 1 {
            return "the idle timeout must be above 0; leave it out for none"
        }
        if case .perScan(let requests) = service, requests < 1 {
            return "a device that answers \(requests) requests a scan never answers; give at least 1"
        }
        let times = 0...3_600_000_000_000 as ClosedRange<Int64>
        if !times.contains(responseNanoseconds) || !times.contains(responseJitterNanoseconds) {
            return "response time and jitter are from 0 to one hour"
        }
        return nil
    }
}
