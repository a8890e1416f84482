import Evidence
import LeakAnalysis
import Text

/// What the client writes into files on disks, and when the disk is full of it: told, and judged by a criterion only.
package struct FileUse: Hashable, Sendable {
    /// One file and by how much it grew.
    package struct Grown: Hashable, Sendable {
        /// Its newest path; controlled by the client.
        package var path: String
        /// Bytes that it has more than at the start.
        package var bytes: Int64
    }

    /// Below this growth over the run nothing is said, MB.
    static let leastMegabytes = 1.0
    /// Below this rate nothing is said, MB/h: it is 9 GB a year.
    static let leastPerHour = 1.0
    /// A disk that is full later than this is not said to be, h.
    static let mostHours = 20 * 8766.0

    /// Growth over the run, MB (10⁶ bytes), what was deleted taken off.
    package var grownMegabytes: Double
    /// Growth an hour, MB.
    package var ratePerHour: Double
    /// The ends of its 95 % interval; nil where the run is too short for one.
    package var interval: ClosedRange<Double>?
    /// What was free at the end on the file system whose files grew most, MB; nil when it could not be asked.
    package var freeMegabytes: Double?
    /// The files that grew most, the most first.
    package var largest: [Grown]

    /// The hours until what is free is full; nil when it is not known or decades away.
    package var hoursToFull: Double? {
        freeMegabytes.map { $0 / ratePerHour }.flatMap { $0 <= Self.mostHours ? $0 : nil }
    }

    /// What the client of `facts` writes, of whose files `verdict` judges the growth; nil where it is next to nothing.
    init?(_ facts: EvidenceFacts, verdict: Verdict?) {
        // Each session counts from 0 again.
        let parts = facts[.disk].split(at: facts.sessions.dropFirst().map(\.timeSeconds))
        grownMegabytes = parts.reduce(0) { $0 + ($1.values.last ?? 0) }
        let hours = parts.reduce(0) { $0 + (($1.times.last ?? 0) - ($1.times.first ?? 0)) } / 3600
        guard hours > 0, grownMegabytes >= Self.leastMegabytes else { return nil }
        // Where the growth has levelled off or is too short to fit, the mean over the run stands.
        let fitted = verdict?.ratePerHour.flatMap { $0 > 0 ? $0 : nil }
        ratePerHour = fitted ?? grownMegabytes / hours
        guard ratePerHour >= Self.leastPerHour else { return nil }
        if fitted != nil, let low = verdict?.intervalLow, let high = verdict?.intervalHigh, low <= high {
            interval = low...high
        }
        freeMegabytes = facts.whole(.freeKibibytes).values.last
        largest = Self.largest(in: facts.events)
    }

    private static func largest(in events: [EvidenceEvent]) -> [Grown] {
        let newest = events.last { $0.kind == .files }
        return (newest?.detail["files"]?.elements ?? []).compactMap { file in
            guard let path = file.text("path"), let bytes = file.whole("bytes_grown") else { return nil }
            return Grown(path: path, bytes: bytes)
        }
    }

    /// The sentence of reports and console: `The client writes files: +7.1 GB/h, which fills the 120 GB that are free in
    /// 17 h; most grows /data/log.csv.`
    package var sentence: String {
        var sentence = "The client writes files: +\(Self.amount(ratePerHour))/h"
        if let freeMegabytes, let hoursToFull {
            sentence += ", which fills the \(Self.amount(freeMegabytes)) that are free in \(Self.time(hoursToFull))"
        }
        if let first = largest.first { sentence += "; \(first.path) grows most" }
        return sentence + "."
    }

    private static func amount(_ megabytes: Double) -> String {
        switch megabytes {
        case 1e6...: "\(Figures.significant(megabytes / 1e6)) TB"
        case 1e3...: "\(Figures.significant(megabytes / 1e3)) GB"
        default: "\(Figures.significant(megabytes)) MB"
        }
    }

    private static func time(_ hours: Double) -> String {
        switch hours {
        case 8766...: "\(Figures.significant(hours / 8766)) years"
        case 72...: "\(Figures.significant(hours / 24)) days"
        default: Figures.duration(hours * 3600)
        }
    }
}
