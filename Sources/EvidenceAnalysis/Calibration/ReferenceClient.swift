import Evidence

/// A client of known truth that `twinsim soak --calibrate` soaks to see what it finds.
package struct ReferenceClient: Hashable, Sendable {
    /// What the client keeps for ever.
    package enum Kept: Hashable, Sendable {
        /// Nothing: it is known to be good.
        case nothing
        /// Memory, at this many MB/h in a run of the reference length.
        case memory(nominalPerHour: Double)
        /// The connection that a storm took.
        case socketPerStorm
        /// A thread for each attempt to connect again.
        case threadPerRetry
    }

    /// Its name, which is also its evidence folder's.
    package var name: String
    /// What it does, in a few words.
    package var title: String
    /// The client's word for it: the value of its option `--keeps`.
    package var mode: String
    /// What it keeps.
    package var kept: Kept

    /// Whether it is known to be good.
    package var isGood: Bool { kept == .nothing }

    /// The channels that may say leak: of them, any one finds it.
    package var channels: Set<Channel> {
        switch kept {
        case .nothing: []
        case .memory: [.memory]
        case .socketPerStorm: [.sockets, .descriptors]
        case .threadPerRetry: [.threads]
        }
    }

    /// The channel whose figures are shown.
    package var channel: Channel {
        switch kept {
        case .nothing, .memory: .memory
        case .socketPerStorm: .sockets
        case .threadPerRetry: .threads
        }
    }

    /// Channels that may say leak besides, because what it keeps takes room there too.
    package var excused: Set<Channel> {
        switch kept {
        case .nothing, .memory: []
        case .socketPerStorm, .threadPerRetry: [.memory]
        }
    }

    /// The known-good client whose noise is the machine's.
    package static let steady = ReferenceClient(
        name: "steady", title: "polls and keeps nothing", mode: "nothing", kept: .nothing)

    /// Every reference client, the good ones first.
    package static let all: [ReferenceClient] =
        [
            steady,
            ReferenceClient(
                name: "bounded-cache", title: "fills a cache of 4 MB, then replaces", mode: "cache", kept: .nothing),
            ReferenceClient(
                name: "sawtooth", title: "garbage of 10 MB a tooth, collected", mode: "teeth", kept: .nothing),
        ]
        + [0.25, 0.5, 2.4].map { rate in
            ReferenceClient(
                name: "memory-\(rate)", title: "keeps \(rate) MB/h of records", mode: "memory",
                kept: .memory(nominalPerHour: rate))
        } + [
            ReferenceClient(
                name: "socket-per-storm", title: "never closes what a storm took", mode: "sockets",
                kept: .socketPerStorm),
            ReferenceClient(
                name: "thread-per-retry", title: "starts a thread for each retry", mode: "threads",
                kept: .threadPerRetry),
        ]
}
