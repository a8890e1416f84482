import Glibc

/// The range of an axis and its round ticks.
package struct AxisScale: Hashable, Sendable {
    /// The axis begins here, in the unit of the axis.
    package var minimum: Double
    /// The axis ends here.
    package var maximum: Double
    /// The ticks, ascending.
    package var ticks: [Double]
    /// Decimals that the tick labels need.
    package var decimals: Int

    /// An axis whose range begins and ends at a tick, with steps of 1, 2 or 5 times a power of ten.
    ///
    /// `wanted` is about how many steps there should be; `isWhole` allows no fractions.
    package init(covering low: Double, _ high: Double, wanted: Int = 5, isWhole: Bool = false) {
        let span = high > low ? high - low : max(abs(high), 1) * 0.1
        var step = Self.roundStep(span / Double(max(1, wanted)))
        if isWhole { step = max(1, step.rounded()) }
        minimum = (low / step + 1e-9).rounded(.down) * step
        maximum = (high / step - 1e-9).rounded(.up) * step
        if maximum <= minimum { maximum = minimum + step }
        let count = Int(((maximum - minimum) / step).rounded())
        let first = minimum
        ticks = (0...count).map { first + Double($0) * step }
        decimals = max(0, Int((-log10(step)).rounded(.up)))
    }

    /// A time axis from 0 to `seconds`, which need not be a tick, with steps that divide minutes, hours and days.
    ///
    /// The ticks are in the axis's own unit, which `unit` names; `factor` is the seconds in that unit.
    package static func time(_ seconds: Double) -> (scale: AxisScale, unit: String, factor: Double) {
        let (unit, factor): (String, Double) =
            seconds <= 180 ? ("s", 1) : seconds <= 3 * 3600 ? ("min", 60) : ("h", 3600)
        let end = max(seconds / factor, 1e-3)
        let steps: [Double] =
            factor == 3600
            ? [0.25, 0.5, 1, 2, 3, 4, 6, 8, 12, 24, 48, 96] : [0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 20, 30, 60]
        let step = steps.first { end / $0 <= 10 } ?? roundStep(end / 8)
        var scale = AxisScale(covering: 0, end)
        scale.minimum = 0
        scale.maximum = end
        scale.ticks = (0...Int((end / step + 1e-9).rounded(.down))).map { Double($0) * step }
        scale.decimals = step == step.rounded() ? 0 : (step == 0.25 ? 2 : 1)
        return (scale, unit, factor)
    }

    private static func roundStep(_ rough: Double) -> Double {
        let power = pow(10, log10(rough).rounded(.down))
        let ratio = rough / power
        return power * (ratio <= 1 ? 1 : ratio <= 2 ? 2 : ratio <= 5 ? 5 : 10)
    }
}
