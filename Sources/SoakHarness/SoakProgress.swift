import Evidence

/// How a soak stands after a sample: what the progress line shows.
package struct SoakProgress: Hashable, Sendable {
    /// Seconds since the start.
    package var elapsedSeconds: Double
    /// Seconds to the planned end.
    package var remainingSeconds: Double
    /// Memory of the client's tree now (private, swapped out and shared), MB; nil when it could not be read.
    package var megabytes: Double?
    /// Its growth so far, MB/h, by the verdict's method; nil while there is too little to say.
    package var megabytesPerHour: Double?
    /// Whether the client is traced, so that its growth is not judged.
    package var isTraced: Bool
    /// How much faster the client's clock runs; 1 in real time, which alone has hours to tell a rate by.
    package var speed = 1.0
    /// Requests per second since the last line.
    package var pollsPerSecond: Double
    /// Processes of the client.
    package var processes: Int
    /// Descriptors of the client, all processes together.
    package var descriptors: Int64?
    /// The storms on record.
    package var storms: StormCounts
}

/// Turns batches into progress, with rates over the stretch since the last rate.
struct ProgressMeter {
    /// Seconds between two looks at the trend, which costs a fit.
    private static let trendSeconds = 5.0

    private let plannedSeconds: Double
    private let isTraced: Bool
    private let speed: Double
    private var requests: (time: Double, count: Int64)?
    private var pollsPerSecond = 0.0
    private var rate: Double?
    private var nextTrend = ProgressMeter.trendSeconds

    /// A meter for this soak.
    init(configuration: SoakConfiguration) {
        plannedSeconds = configuration.seconds
        isTraced = configuration.tracing != nil
        speed = configuration.speed
    }

    /// How things stand with this batch.
    mutating func progress(
        at time: Double, batch: EvidenceBatch, trend: RunningTrend, recorder: SoakRecorder
    ) -> SoakProgress {
        if let count = batch.second[.requests] {
            if let before = requests, time > before.time {
                pollsPerSecond = Double(count - before.count) / (time - before.time)
            }
            requests = (time, count)
        }
        if time >= nextTrend, !isTraced {
            rate = trend.rate(storms: recorder.stormTimes)
            nextTrend = time + Self.trendSeconds
        }
        let descriptors = batch.samples.compactMap { $0.readings[.descriptors]?.value }
        return SoakProgress(
            elapsedSeconds: time, remainingSeconds: max(0, plannedSeconds - time), megabytes: trend.latest,
            megabytesPerHour: rate, isTraced: isTraced, speed: speed, pollsPerSecond: pollsPerSecond,
            processes: Int(batch.processes),
            descriptors: descriptors.isEmpty ? nil : descriptors.reduce(0, +), storms: recorder.stormCounts)
    }
}
