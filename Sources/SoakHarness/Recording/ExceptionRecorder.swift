import Evidence
import ModbusServer

/// Writes down which exceptions the server answered to what: once a minute where something changed, and at the end.
struct ExceptionRecorder {
    /// Seconds between two records.
    static let recordSeconds = 60.0

    private var recorded = ExceptionTotals()
    private var lastRecord = 0.0

    /// The event, where one is due.
    mutating func event(_ counters: ServerCounters, at time: Double, isLast: Bool) -> EvidenceEvent? {
        guard isLast || time - lastRecord >= Self.recordSeconds else { return nil }
        lastRecord = time
        let totals = ExceptionTotals(
            counters.exceptionKinds.map { kind in
                ExceptionTotals.Row(
                    unit: Int(kind.unit), function: Int(kind.function), address: kind.address.map { Int($0) },
                    code: Int(kind.code), isByFault: kind.isByFault, count: Int64(kind.count))
            }, others: Int64(counters.otherExceptions), othersByFault: Int64(counters.otherExceptionsByFault))
        guard totals != recorded else { return nil }
        recorded = totals
        return totals.event(at: time)
    }
}
