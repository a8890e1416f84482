import Evidence

/// What the writer remembers of the rows that it has written, so that it writes only what is new.
///
/// A value: a batch works on a copy, which becomes the state when the batch is committed.
struct WriterState {
    /// The session that is being written.
    var session = 1
    /// The time of the newest row, ms.
    var lastMilliseconds: Int64 = -1
    /// The database's number of each process.
    var processes: [ProcessKey: Int64] = [:]
    /// Parent and command as last written, by process.
    var descriptions: [Int64: Description] = [:]
    /// Reasons in force, by process and quantity.
    var unavailable: [Int64: [SampledQuantity: String]] = [:]
    /// Exception totals as last written.
    var exceptionTotals: [Int: Int64] = [:]
    /// Each tag's row as last written in this session, with its time in ms, by position.
    var tagGaps: [Int: (row: TagGap, milliseconds: Int64)] = [:]
    /// Tags' rows that were not written because older ones still serve, with their time in ms, by position.
    var waitingTagGaps: [Int: (row: TagGap, milliseconds: Int64)] = [:]
    /// Processes whose end is written.
    var ended: Set<Int64> = []

    /// Who a process is, as far as it can change.
    struct Description: Equatable {
        var parent: Int32
        var command: String
    }
}
