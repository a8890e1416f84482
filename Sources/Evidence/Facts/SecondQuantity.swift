/// What is recorded once a second about the server, the scan and the harness itself; the raw value is the column's
/// name in the evidence.
///
/// Counters are totals since the server began, so a lost second loses no count. A resumed run starts them again at 0.
package enum SecondQuantity: String, CaseIterable, Hashable, Sendable {
    /// Requests received, total.
    case requests
    /// Normal replies sent, total.
    case replies
    /// Exception replies sent, total.
    case exceptions
    /// Connections accepted, total.
    case accepted
    /// Connections refused at the limit, total.
    case refused
    /// Connections that the client closed, total.
    case closedByPeer = "closed_by_peer"
    /// Connections that a storm closed, total.
    case closedByStorm = "closed_by_storm"
    /// Connections open now.
    case openConnections = "open_connections"
    /// Bytes received, total.
    case bytesIn = "bytes_in"
    /// Bytes sent, total.
    case bytesOut = "bytes_out"
    /// Scans solved, total.
    case scans
    /// Scans that missed their period, total.
    case scanOverruns = "scan_overruns"
    /// Mean execution of a scan so far, ns.
    case scanMeanNanoseconds = "scan_mean_ns"
    /// Longest execution of a scan so far, ns.
    case scanMaximumNanoseconds = "scan_max_ns"
    /// Greatest lateness of a scan's start so far, ns.
    case scanLatenessNanoseconds = "scan_lateness_ns"
    /// The harness's own resident set, KiB.
    case ownResidentKibibytes = "own_rss_kib"
    /// The harness's own private anonymous memory, KiB.
    case ownAnonymousKibibytes = "own_anon_kib"
    /// The harness's own open descriptors.
    case ownDescriptors = "own_descriptors"
    /// The harness's own threads.
    case ownThreads = "own_threads"
    /// The harness's own processor time, ms, total.
    case ownProcessorMilliseconds = "own_cpu_ms"
    /// How long this second's sampling pass took, µs.
    case samplingMicroseconds = "sampling_us"
}
