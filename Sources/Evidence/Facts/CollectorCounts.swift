/// The counts of the cyclic collector of one Python interpreter through a run.
package struct CollectorCounts: Hashable, Sendable {
    /// The interpreter's process.
    package var process: ProcessKey
    /// The count of the youngest generation: objects made since its last collection.
    package var youngest = TimeSeries.empty
    /// The count of the oldest generation, read at the same moments: it falls at a full collection.
    package var oldest = TimeSeries.empty

    /// No reading yet of the interpreter in `process`.
    package init(process: ProcessKey) {
        self.process = process
    }
}
