import Evidence
import LeakAnalysis
import ProcessProbes

/// Watches a running soak for a leak that is certain before the planned time is over.
///
/// It keeps its own bounded memory of the run instead of reading the evidence back, so that the harness does not grow.
/// It watches the client's first life only: what a later one does until the planned end is less than was measured.
struct EarlyEnd {
    private struct Watch {
        let channel: Channel
        var readings: BoundedSeries
        var rule: EarlyStop
    }

    private var watches: [Watch]

    /// A watch over the soak; nil when it is to last as long as planned.
    init?(_ configuration: SoakConfiguration) {
        guard configuration.stopsOnLeak, configuration.resumption == nil else { return nil }
        let planned = configuration.seconds
        watches = Channel.allCases.filter(\.isRequired).map { channel in
            Watch(
                channel: channel, readings: BoundedSeries(plannedSeconds: planned),
                rule: channel == .memory ? .memory(plannedSeconds: planned) : .count(plannedSeconds: planned))
        }
        if configuration.tracing != nil { watches.removeAll { $0.channel.isDisturbedByTracing } }
    }

    /// Adds the sample of `time`, s from the start, of a client that was launched anew so many times; `whole` is what was read
    /// of the tree as a whole.
    ///
    /// - Returns: the channel that leaks for certain, at a look that was due; nil when the run goes on.
    mutating func note(
        _ samples: [ProcessSample], whole: [SecondQuantity: Int64] = [:], storms: [Double], restarts: Int,
        at time: Double
    ) -> Channel? {
        guard restarts == 0 else { return nil }
        let records = samples.map(SampleRecord.init)
        var leaking: Channel?
        for index in watches.indices {
            if let value = watches[index].channel.row.total.figure(of: records, second: whole) {
                watches[index].readings.add(time: time, value: value)
            }
            guard time >= watches[index].rule.nextLookSeconds else { continue }
            let series = watches[index].readings.series(storms: storms)
            if watches[index].rule.look(at: series, time: time), leaking == nil { leaking = watches[index].channel }
        }
        return leaking
    }
}
