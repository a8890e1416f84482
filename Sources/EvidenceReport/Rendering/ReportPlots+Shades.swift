extension ReportPlots {
    /// The storms as stretches: from each storm until the client's last connection was back.
    ///
    /// Storms closer to each other than the drawing can show share a stretch.
    static func stormShades(_ model: ReportModel) -> [Plot.Shade] {
        let finest = model.facts.durationSeconds / Double(Plot.buckets)
        let stretches = model.storms.filter { $0.storm.connectionsClosed > 0 }.map { row in
            (from: row.storm.timeSeconds, to: row.storm.timeSeconds + (row.lastDelaySeconds ?? 0))
        }
        return merged(stretches, closerThan: finest).map {
            Plot.Shade(name: "storm, until back", fromSeconds: $0.from, toSeconds: $0.to, style: "storm")
        }
    }

    /// The stretches outside which every tag that the client reads was read as often as recorded.
    static func silenceShades(_ model: ReportModel) -> [Plot.Shade] {
        let stretches = model.facts.tagSilences.map { (from: $0.fromSeconds, to: $0.toSeconds) }
            .sorted { $0.from < $1.from }
        return merged(stretches, closerThan: 0).prefix(500).map {
            Plot.Shade(name: "a tag went unread", fromSeconds: $0.from, toSeconds: $0.to, style: "silence")
        }
    }

    private static func merged(
        _ stretches: [(from: Double, to: Double)], closerThan least: Double
    ) -> [(from: Double, to: Double)] {
        var merged: [(from: Double, to: Double)] = []
        for stretch in stretches {
            if let last = merged.last, stretch.from - last.to <= least {
                merged[merged.count - 1].to = max(last.to, stretch.to)
            } else {
                merged.append(stretch)
            }
        }
        return merged
    }
}
