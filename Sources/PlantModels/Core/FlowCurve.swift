import Glibc

/// A pump's or fan's curve, H = A - B·Q^C at rated speed; in the units of its author.
///
/// From one point by the convention of a shutoff head of 4/3 of it and C = 2, or from three points of which the first is
/// at zero flow. Affinity laws: at speed n, H = n²·A - B·n^(2-C)·Q^C (Rossman, EPANET 2.2 User Manual, 2020).
struct FlowCurve: Sendable {
    /// Head at zero flow, A.
    let shutoff: Double
    /// The factor B.
    let factor: Double
    /// The exponent C.
    let exponent: Double
    /// The middle point, taken as the rated one.
    let rated: (flow: Double, head: Double)

    /// The curve through one or three points, or nil when they do not fall ever faster from zero flow on.
    init?(points: [(flow: Double, head: Double)]) {
        switch points.count {
        case 1:
            guard points[0].flow > 0, points[0].head > 0 else { return nil }
            rated = points[0]
            shutoff = rated.head * 4 / 3
            exponent = 2
            factor = rated.head / 3 / (rated.flow * rated.flow)
        case 3:
            let (zero, middle, last) = (points[0], points[1], points[2])
            guard zero.flow == 0, middle.flow > 0, last.flow > middle.flow, zero.head > middle.head,
                middle.head > last.head, last.head >= 0
            else { return nil }
            rated = middle
            shutoff = zero.head
            exponent = log((zero.head - last.head) / (zero.head - middle.head)) / log(last.flow / middle.flow)
            factor = (zero.head - middle.head) / pow(middle.flow, exponent)
            guard exponent > 0.1, exponent < 20 else { return nil }
        default: return nil
        }
    }

    /// The curve with flows and heads in other units.
    init(_ curve: FlowCurve, flowUnit: Double, headUnit: Double) {
        shutoff = curve.shutoff * headUnit
        exponent = curve.exponent
        factor = curve.factor * headUnit / pow(flowUnit, curve.exponent)
        rated = (curve.rated.flow * flowUnit, curve.rated.head * headUnit)
    }

    /// The curve's factor B at speed `n` above 0, n^(2-C)·B.
    func factor(atSpeed n: Double) -> Double {
        factor * pow(n, 2 - exponent)
    }
}
