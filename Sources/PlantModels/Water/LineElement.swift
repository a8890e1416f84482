/// A passive element of a line: what it does to the head at the moment.
protocol LineElement: PlantComponent {
    /// Its resistance now.
    func resistance(_ signals: Signals) -> Resistance
}

/// Standard gravity, m/s².
let gravity = 9.81

/// Density of water at about 15 °C, kg/m³.
let waterDensity = 999.1

/// The quadratic factor, s²/m⁵, of a valve with this Kv in m³/h: Kv is the flow at 1 bar of water.
func quadraticFactor(kvCubicMetresPerHour kv: Double) -> Double {
    let flow = kv / 3600
    return 1e5 / (1000 * gravity) / (flow * flow)
}
