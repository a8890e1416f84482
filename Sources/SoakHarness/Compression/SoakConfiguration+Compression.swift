import Evidence
import FaultPlan
import Glibc
import ProcessProbes
import TwinCore

extension SoakConfiguration {
    /// How much faster than real time the plant runs, and the client's clock; 1 in real time.
    var speed: Double { acceleration?.asked ?? 1 }

    /// The length of the run on the clock of plant, plan and client, s.
    package var clientSeconds: Double { seconds * speed }

    /// The plan as it is carried out: its events oftener, the times that the server keeps in its own seconds.
    ///
    /// - Throws: `FaultPlanError` when the events do not fit, `SpeedError` when there is none that could come oftener.
    func compressedPlan() throws -> FaultPlan {
        var carriedOut = plan
        if let eventRate {
            guard plan.canComeOftener else { throw SpeedError.nothingComesBack(plan: plan.name) }
            carriedOut = try plan.oftener(by: eventRate.factor)
            try carriedOut.checkRoom(inRunOf: clientSeconds)
        }
        return speed == 1 ? carriedOut : carriedOut.timed(forSpeed: speed)
    }

    /// The events that mark the run as compressed.
    func compressionEvents(at time: Double) -> [EvidenceEvent] {
        [acceleration?.event(at: time), eventRate?.event(at: time)].compactMap { $0 }
    }

    /// The variables that make the client's clock run faster; none in real time. What the user has preloaded stays.
    var speedEnvironment: [String: String] {
        guard let acceleration else { return [:] }
        let preloaded = getenv("LD_PRELOAD").map { String(cString: $0) }
        return FaketimeLibrary.environment(acceleration.library, factor: acceleration.asked, preloaded: preloaded)
    }

    /// Makes the soak run faster than real time: its length becomes that many times shorter, and so do the times that
    /// the device's profile keeps in real time.
    package mutating func accelerate(_ acceleration: Acceleration) {
        self.acceleration = acceleration
        seconds /= acceleration.asked
        // The standard criterion is a time of a client in real time.
        criteria = Criteria()
        takeProfileTimes(from: acceleration)
    }

    /// Goes on with a soak that was compressed: its evidence says how, and its recorded length is in real time.
    package mutating func resumeCompression(recordedIn events: [EvidenceEvent]) {
        acceleration = Acceleration(recordedIn: events)
        eventRate = EventRate(recordedIn: events)
        if let acceleration { takeProfileTimes(from: acceleration) }
    }

    private mutating func takeProfileTimes(from acceleration: Acceleration) {
        func faster(_ nanoseconds: Int64) -> Int64 { Int64((Double(nanoseconds) / acceleration.asked).rounded()) }
        server.profile.responseNanoseconds = faster(server.profile.responseNanoseconds)
        server.profile.responseJitterNanoseconds = faster(server.profile.responseJitterNanoseconds)
        server.profile.idleTimeoutNanoseconds = server.profile.idleTimeoutNanoseconds.map { max(1, faster($0)) }
    }
}
