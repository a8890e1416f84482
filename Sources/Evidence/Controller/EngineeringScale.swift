import Text

/// What a raw value stands for in engineering units, as the program scales it: a straight line through two points.
package struct EngineeringScale: Hashable, Sendable {
    /// The tag that takes the scaled value.
    package var tag: String
    /// Its engineering unit; empty when it has none.
    package var unit: String
    /// The raw value at the lower end of the range.
    package var rawLow: Double
    /// The raw value at the upper end; another than at the lower.
    package var rawHigh: Double
    /// What the lower end stands for.
    package var low: Double
    /// What the upper end stands for.
    package var high: Double

    /// A scale.
    package init(tag: String, unit: String, rawLow: Double, rawHigh: Double, low: Double, high: Double) {
        self.tag = tag
        self.unit = unit
        self.rawLow = rawLow
        self.rawHigh = rawHigh
        self.low = low
        self.high = high
    }

    /// What `raw` stands for; beyond the range the line goes on.
    package func value(_ raw: Double) -> Double { low + (raw - rawLow) / (rawHigh - rawLow) * (high - low) }

    /// The scale as an object of the event `program`.
    var json: JSONValue {
        [
            "tag": .string(tag), "unit": .string(unit), "raw_low": .number(rawLow), "raw_high": .number(rawHigh),
            "low": .number(low), "high": .number(high),
        ]
    }

    /// The scale from an object of the event `program`; nil when it is none.
    init?(_ json: JSONValue) {
        guard let tag = json["tag"]?.text, let rawLow = json["raw_low"]?.figure, let rawHigh = json["raw_high"]?.figure,
            let low = json["low"]?.figure, let high = json["high"]?.figure, rawLow != rawHigh
        else { return nil }
        self.init(
            tag: tag, unit: json["unit"]?.text ?? "", rawLow: rawLow, rawHigh: rawHigh, low: low, high: high)
    }
}
