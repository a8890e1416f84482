import EvidenceAnalysis

extension ReportPlots {
    /// The storms as stretches: from each storm until the client's last connection was back.
    ///
    /// Storms closer to each other than the drawing can show share a stretch.
    static func stormShades(_ model: ReportModel) -> [Plot.Shade] {
        let finest = model.facts.durationSeconds / Double(Plot.buckets)
        var back: [Int: Double] = [:]
        for reconnect in model.facts.reconnects {
            back[reconnect.storm] = max(back[reconnect.storm] ?? 0, reconnect.timeSeconds)
        }
        let stretches = model.facts.storms.filter { $0.connectionsClosed > 0 }.map { storm in
            (from: storm.timeSeconds, to: max(storm.timeSeconds, back[storm.number] ?? 0))
        }
        return merged(stretches, closerThan: finest).map {
            Plot.Shade(name: "storm, until back", fromSeconds: $0.from, toSeconds: $0.to, style: "storm")
        }
    }

    /// The stretches outside which every tag that the client reads was read as often as recorded.
    static func silenceShades(_ model: ReportModel) -> [Plot.Shade] {
        // A tag that the client never reads is silent from the start to the end, and says nothing of the client.
        let read = Set(model.facts.tagGaps.filter { $0.reads > 0 }.map(\.tag))
        let stretches = model.facts.tagSilences.filter { read.contains($0.tag) }.map {
            (from: $0.fromSeconds, to: $0.toSeconds)
        }
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
