import Glibc

/// What elements in series do to the head: h = a·q + b·q|q| + c·q|q|^0.852, q in m³/s, h in m.
///
/// Every passive element is a sum of these three terms, so the root finder adds three numbers and not objects.
struct Resistance {
    /// The Hazen-Williams exponent.
    static let hazenWilliams = 1.852

    /// Factor a of the laminar term, s/m²: filter beds.
    var linear = 0.0
    /// Factor b of the turbulent term, s²/m⁵: valves, bends, orifices.
    var quadratic = 0.0
    /// Factor c of the Hazen-Williams term: pipes.
    var friction = 0.0
    /// Whether something in the way is shut.
    var isShut = false

    /// Puts `other` in series.
    static func += (left: inout Self, other: Self) {
        left.linear += other.linear
        left.quadratic += other.quadratic
        left.friction += other.friction
        left.isShut = left.isShut || other.isShut
    }

    /// Head loss at `flow` m³/s, with its sign, m.
    func loss(_ flow: Double) -> Double {
        let size = abs(flow)
        var loss = linear * size + quadratic * size * size
        if friction > 0 { loss += friction * pow(size, Self.hazenWilliams) }
        return flow < 0 ? -loss : loss
    }

    /// The flow in m³/s that loses `head` m (with its sign); at least one factor is above 0.
    func flow(losing head: Double) -> Double {
        guard !isShut, head != 0 else { return 0 }
        let size = abs(head)
        // Each term alone lets more through than all of them: the least is an upper bound.
        var most = Double.greatestFiniteMagnitude
        if linear > 0 { most = min(most, size / linear) }
        if quadratic > 0 { most = min(most, (size / quadratic).squareRoot()) }
        if friction > 0 { most = min(most, pow(size / friction, 1 / Self.hazenWilliams)) }
        let flow = rootOfIncreasing(from: 0, to: most) { loss($0) - size }
        return head < 0 ? -flow : flow
    }
}
