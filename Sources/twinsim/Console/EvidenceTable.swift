import Evidence
import Text

/// The tables of `twinsim export`: a heading each, and a line a row. Times are in seconds from the start of the run.
enum EvidenceTable {
    /// The heading of the samples: who, then every reading, then what could not be taken and why.
    static let sampleHeading = line(
        ["time_s", "pid", "start_ticks", "parent", "command", "tier"] + SampledQuantity.allCases.map(\.rawValue)
            + ["unavailable"])

    /// One process at one time.
    ///
    /// An empty cell is a reading that was not taken; when it was tried and failed, `unavailable` says why.
    static func sample(_ timeSeconds: Double, _ sample: SampleRecord) -> String {
        var cells = [
            time(timeSeconds), "\(sample.process.pid)", "\(sample.process.startTicks)", "\(sample.parent)",
            sample.command, "\(sample.tier)",
        ]
        var failed: [String] = []
        for quantity in SampledQuantity.allCases {
            let reading = sample.readings[quantity] ?? .notDue
            cells.append(reading.value.map(String.init) ?? "")
            if case .unavailable(let reason) = reading { failed.append("\(quantity.rawValue): \(reason)") }
        }
        return line(cells + [failed.joined(separator: "; ")])
    }

    /// The heading of the seconds.
    static let secondHeading = line(["time_s"] + SecondQuantity.allCases.map(\.rawValue))

    /// The server, the scan and the harness at one second.
    static func second(_ timeSeconds: Double, _ values: [SecondQuantity: Int64]) -> String {
        line([time(timeSeconds)] + SecondQuantity.allCases.map { values[$0].map(String.init) ?? "" })
    }

    /// The heading of the events.
    static let eventHeading = line(["time_s", "kind", "subject", "summary", "detail"])

    /// One event; `detail` is a JSON object.
    static func event(_ event: EvidenceEvent) -> String {
        line([time(event.timeSeconds), event.kind.rawValue, event.subject, event.summary, event.detail.compact])
    }

    /// The heading of the plant at storms and faults.
    static let plantHeading = line(["time_s", "occasion", "tag", "value"])

    /// One tag at a storm or a fault.
    static func plant(_ state: PlantState, _ tag: PlantState.Tag) -> String {
        line([time(state.timeSeconds), state.occasion, tag.name, "\(tag.value)"])
    }

    /// The heading of the storms.
    static let stormHeading = line([
        "storm", "time_s", "close", "connections_closed", "reconnects", "first_reconnect_s", "last_reconnect_s",
    ])

    /// One storm with the delays of the connections that the client opened after it.
    static func storm(_ storm: StormRecord, delays: [Double]) -> String {
        line([
            "\(storm.number)", time(storm.timeSeconds), storm.close.rawValue, "\(storm.connectionsClosed)",
            "\(delays.count)", delays.min().map(time) ?? "", delays.max().map(time) ?? "",
        ])
    }

    /// The heading of the memory series, as `twinsim analyze` reads it.
    static let memoryHeading = line(["time_s", "value_mb", "storm", "segment"])

    /// The memory of the whole process tree at one time, with all its digits, in the client's life number `life`.
    static func memory(_ timeSeconds: Double, megabytes: Double, life: Int) -> String {
        line([time(timeSeconds), "\(megabytes)", "0", "\(life)"])
    }

    /// The start of a storm, which falls between two readings.
    static func memoryStorm(_ timeSeconds: Double) -> String {
        line([time(timeSeconds), "", "1", ""])
    }

    // The evidence keeps milliseconds, so three digits lose nothing.
    private static func time(_ seconds: Double) -> String { PlainNumber.fixed(seconds, 3) }

    private static func line(_ cells: [String]) -> String {
        cells.map(CSVTable.quoted).joined(separator: ",") + "\n"
    }
}
