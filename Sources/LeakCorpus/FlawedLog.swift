import Determinism
import LeakAnalysis

/// How a log comes to have the flaws of `SamplingFlaw`.
enum FlawedLog {
    /// The moments of the readings, in seconds from 0 on.
    static func times(
        hours: Double, interval: Double, flaw: SamplingFlaw, _ random: inout RandomStream
    ) -> [Double] {
        let duration = hours * 3600
        guard flaw == .irregular else { return (0...Int(duration / interval)).map { Double($0) * interval } }
        var times: [Double] = []
        times.reserveCapacity(Int(duration / 2.5))
        var time = 0.0
        while time <= duration {
            times.append(time)
            time += random.within(0.2...5)
        }
        return times
    }

    /// The moments at which the process is started anew, rising.
    static func restarts(hours: Double, flaw: SamplingFlaw, _ random: inout RandomStream) -> [Double] {
        (0..<flaw.restartCount).map { _ in hours * 3600 * random.within(0.2...0.8) }.sorted()
    }

    /// The lines that are left of `rows`, with the times that the log's clock showed.
    static func spoil(
        _ rows: [RecordedRow], hours: Double, flaw: SamplingFlaw, _ random: inout RandomStream
    ) -> [RecordedRow] {
        let duration = hours * 3600
        switch flaw {
        case .none, .irregular, .restart, .restarts: return rows
        case .missing: return rows.filter { $0.isStorm || random.uniform() >= 0.1 }
        case .bursts:
            var missing = [Bool](repeating: false, count: rows.count)
            for _ in 0..<max(3, Int(20 * hours / 24)) {
                let first = random.count(0...(rows.count - 1))
                for i in first..<min(rows.count, first + random.count(2...20)) { missing[i] = true }
            }
            return zip(rows, missing).filter { $0.0.isStorm || !$0.1 }.map(\.0)
        case .gap:
            let length = min(7200, 0.25 * duration)
            let start = random.within(0.1...0.9) * (duration - length)
            return rows.filter { $0.isStorm || $0.timeSeconds < start || $0.timeSeconds > start + length }
        case .clockBack, .clockForward:
            let step = min(random.within(600...7200), 0.125 * duration) * (flaw == .clockBack ? -1 : 1)
            let moment = random.within(0.2...0.9) * duration
            return rows.map { row in
                var row = row
                if row.timeSeconds >= moment { row.timeSeconds += step }
                return row
            }
        }
    }
}

extension SamplingFlaw {
    /// How often the process is started anew.
    var restartCount: Int {
        switch self {
        case .restart: 1
        case .restarts: 3
        default: 0
        }
    }
}
