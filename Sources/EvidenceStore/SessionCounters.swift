import Evidence

/// Adds up counters that begin at 0 in every session; levels and maxima are kept as levels and maxima.
struct SessionCounters {
    private let sessionStarts: [Double]
    private var session = 0
    private var finished: [SecondQuantity: Int64] = [:]
    private var newest: [SecondQuantity: Int64] = [:]
    private static let levels: Set<SecondQuantity> = [
        .openConnections, .scanMeanNanoseconds, .ownResidentKibibytes, .ownAnonymousKibibytes, .ownDescriptors,
        .ownThreads, .samplingMicroseconds,
    ]
    private static let maxima: Set<SecondQuantity> = [.scanMaximumNanoseconds, .scanLatenessNanoseconds]

    /// Whether the newest values are the first ones of their session.
    private(set) var hasJustBegun = false

    /// Counters of a run with these sessions.
    init(sessions: [SessionRecord]) {
        sessionStarts = sessions.dropFirst().map(\.timeSeconds)
    }

    /// Takes the values of one second.
    mutating func add(_ values: [SecondQuantity: Int64], at time: Double) {
        hasJustBegun = newest.isEmpty
        while session < sessionStarts.count, time >= sessionStarts[session] {
            for (quantity, value) in newest where !Self.levels.contains(quantity) {
                if Self.maxima.contains(quantity) {
                    finished[quantity] = max(finished[quantity] ?? value, value)
                } else {
                    finished[quantity, default: 0] += value
                }
            }
            newest = newest.filter { Self.levels.contains($0.key) }
            session += 1
            hasJustBegun = true
        }
        for (quantity, value) in values { newest[quantity] = value }
    }

    /// The total, level or maximum of `quantity` until now; nil when it was never available.
    func total(_ quantity: SecondQuantity) -> Int64? {
        guard let before = finished[quantity] else { return newest[quantity] }
        guard let now = newest[quantity] else { return before }
        return Self.maxima.contains(quantity) ? max(before, now) : before + now
    }

    /// All of them.
    var totals: [SecondQuantity: Int64] {
        var all: [SecondQuantity: Int64] = [:]
        for quantity in SecondQuantity.allCases { all[quantity] = total(quantity) }
        return all
    }
}
