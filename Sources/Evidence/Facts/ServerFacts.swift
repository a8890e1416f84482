/// What the server and the scan did over the whole run.
package struct ServerFacts: Hashable, Sendable {
    /// Totals over all sessions; a quantity that was never available is missing. Levels hold their last value.
    package var totals: [SecondQuantity: Int64] = [:]
    /// Exception replies by Modbus exception code, over all sessions.
    package var exceptionsByCode: [Int: Int64] = [:]
    /// Requests per second.
    package var requestsPerSecond = TimeSeries.empty
    /// Successful answers per second: replies that are no exceptions.
    package var answersPerSecond = TimeSeries.empty
    /// Connections open at each second.
    package var openConnections = TimeSeries.empty
    /// The harness's own private anonymous memory, MB.
    package var ownMemory = TimeSeries.empty
    /// The harness's own descriptors.
    package var ownDescriptors = TimeSeries.empty
    /// Mean duration of a sampling pass, ms; nil when it was not recorded.
    package var meanSamplingMilliseconds: Double?
    /// Longest sampling pass, ms; nil when it was not recorded.
    package var longestSamplingMilliseconds: Double?

    /// Nothing yet.
    package init() {}
}
