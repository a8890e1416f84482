import CLinux
import Glibc

/// Tries kinds of waiting under a faster clock, all at once: each in a process of its own, which is ended afterwards.
package struct WaitTrial {
    /// One kind at one factor.
    package struct Request: Hashable, Sendable {
        /// The kind's name.
        package var kind: String
        /// How much faster the clock is to run, above 1.
        package var factor: Double

        /// A kind at a factor.
        package init(kind: String, factor: Double) {
            self.kind = kind
            self.factor = factor
        }
    }

    /// What one trial measured.
    package struct Measurement: Hashable, Sendable {
        /// What was tried.
        package var request: Request
        /// How many waits it was to do.
        package var rounds: Int
        /// The process's own clock, s: at the beginning and after each wait. Empty when it did not begin.
        package var stamps: [Double] = []
        /// From the beginning to the last stamp, s of real time; to the limit when there was no wait that ended.
        package var realSeconds = 0.0
        /// Processor time from the beginning to the last stamp, s, whole ticks of the kernel; nil when it was not read.
        package var processorSeconds: Double?
    }

    /// How long a process may take to begin, s.
    package static let startSeconds = 2.5
    /// How long all waits of a trial together may take in real time, s: one that has not come back by then hangs.
    package static let limitSeconds = 1.2
    /// What a trial's waits take together in real time when they are accelerated, s.
    static let usualSeconds = 0.3
    /// The fewest and the most waits of a trial.
    static let rounds = 8...60

    private let program: WaitProgram
    private let library: String
    private let waitSeconds: Double

    /// Trials with waits of `waitSeconds` of `program` under `library`.
    package init(_ program: WaitProgram, library: String, waitSeconds: Double) {
        self.program = program
        self.library = library
        self.waitSeconds = waitSeconds
    }

    /// Tries everything that is requested, at once; takes at most `startSeconds` and `limitSeconds` together.
    ///
    /// - Parameter startSeconds: how long a process may take to begin.
    /// - Throws: `LaunchError` when the program cannot be started.
    package func measure(
        _ requests: [Request], startSeconds: Double = startSeconds
    ) throws(LaunchError) -> [Measurement] {
        var subjects: [WaitSubject] = []
        defer { for subject in subjects { subject.end() } }
        for request in requests {
            subjects.append(try start(request))
        }
        let ready = Self.now() + startSeconds
        while subjects.contains(where: { !$0.isReady && !$0.isOver }), Self.now() < ready {
            Self.read(&subjects, until: ready)
        }
        // All begin together: a wait takes no processor, so they do not disturb each other.
        for place in subjects.indices where subjects[place].isReady { subjects[place].begin(at: Self.now()) }
        let limit = Self.now() + Self.limitSeconds
        while subjects.contains(where: { $0.isRunning }), Self.now() < limit {
            Self.read(&subjects, until: limit)
        }
        return subjects.map { $0.measurement(at: Self.now()) }
    }

    private func start(_ request: Request) throws(LaunchError) -> WaitSubject {
        let count = Int((Self.usualSeconds * request.factor / waitSeconds).rounded())
        let rounds = min(max(count, Self.rounds.lowerBound), Self.rounds.upperBound)
        var environment = ClientEnvironment().variables
        let faster = FaketimeLibrary.environment(library, factor: request.factor, preloaded: environment["LD_PRELOAD"])
        environment.merge(faster) { $1 }
        return try WaitSubject(
            request, rounds: rounds, arguments: program.arguments + [request.kind, "\(waitSeconds)", "\(rounds)"],
            environment: environment)
    }

    /// Reads what the processes have written, waiting for it until `moment` at most.
    private static func read(_ subjects: inout [WaitSubject], until moment: Double) {
        let waiting = subjects.indices.filter { !subjects[$0].isOver }
        var entries = waiting.map { pollfd(fd: subjects[$0].output, events: Int16(POLLIN), revents: 0) }
        let milliseconds = Int32(max(1, (moment - now()) * 1000))
        guard poll(&entries, nfds_t(entries.count), milliseconds) > 0 else { return }
        for (entry, place) in zip(entries, waiting) where entry.revents != 0 { subjects[place].read(at: now()) }
    }

    private static func now() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }
}
