/// How a soak is asked to run faster than real time.
package struct SpeedRequest: Hashable, Sendable {
    /// How much faster the client's clock and the plant's are to run, in `range`.
    package var factor: Double
    /// The library; nil: libfaketime where distributions put it.
    package var library: String?
    /// The kinds of waiting of which the user says that the client does not use them.
    package var unusedWaits: Set<String>
    /// The shortest wait of the client, s: what is tried. Whole milliseconds of it divided by the factor decide whether
    /// some kinds spin.
    package var shortestWaitSeconds: Double
    /// How long the client runs in real time first, to learn its rate, s; 0: it does not.
    package var plainSeconds: Double

    /// The factors that can be asked for: those of `serve --speed` that are faster than real time.
    package static let range = 1.5...100.0
    /// The usual wait that is tried, s.
    package static let usualWaitSeconds = 0.05
    /// The usual stretch in real time, s.
    package static let usualPlainSeconds = 10.0

    /// A request.
    package init(
        factor: Double, library: String? = nil, unusedWaits: Set<String> = [],
        shortestWaitSeconds: Double = usualWaitSeconds, plainSeconds: Double = usualPlainSeconds
    ) {
        self.factor = factor
        self.library = library
        self.unusedWaits = unusedWaits
        self.shortestWaitSeconds = shortestWaitSeconds
        self.plainSeconds = plainSeconds
    }
}
