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
    /// Shared memory of the client's tree, each object once, KiB.
    case sharedKibibytes = "shared_kib"
    /// The part of it in files in memory, /dev/shm among them, KiB.
    case sharedFileKibibytes = "shared_file_kib"
    /// The part of it in System V segments, KiB.
    case sharedSystemVKibibytes = "shared_sysv_kib"
    /// Objects of shared memory.
    case sharedObjects = "shared_objects"
    /// Bytes in the files on disks that the tree writes, less what they had at the session's start, KiB.
    case writtenKibibytes = "written_kib"
    /// Files on disks that the tree wrote and that are there.
    case writtenFiles = "written_files"
    /// What is free on the file system whose files grew most, KiB.
    case freeKibibytes = "free_kib"

    /// The figures that evidence of schemas 1 to 3 has no columns for.
    package static let addedInSchema4: [SecondQuantity] = [
        .sharedKibibytes, .sharedFileKibibytes, .sharedSystemVKibibytes, .sharedObjects, .writtenKibibytes,
        .writtenFiles, .freeKibibytes,
    ]

    /// What a figure is multiplied by in series: megabytes (10⁶ bytes) for amounts, 1 for counts.
    package var factor: Double { rawValue.hasSuffix("_kib") ? 1024e-6 : 1 }
}
