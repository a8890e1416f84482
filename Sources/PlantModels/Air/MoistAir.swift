import Glibc

/// Properties of moist air near sea level.
enum MoistAir {
    /// Density, kg/m³.
    static let density = 1.2
    /// Specific heat at constant pressure, J/(kg·K).
    static let specificHeat = 1005.0
    /// Heat of vaporisation of water, J/kg.
    static let vaporisation = 2.5e6
    /// Atmospheric pressure, Pa.
    static let pressure = 101_325.0

    /// Saturation vapour pressure over water, Pa (Magnus formula, WMO Guide to Instruments, 2018).
    static func saturationPressure(celsius: Double) -> Double {
        let bounded = min(max(celsius, -60), 95)
        return 611.2 * exp(17.62 * bounded / (243.12 + bounded))
    }

    /// Humidity ratio of saturated air, g/kg.
    static func saturationRatio(celsius: Double) -> Double {
        let vapour = saturationPressure(celsius: celsius)
        return 622 * vapour / (pressure - vapour)
    }

    /// Relative humidity, %, at this temperature and humidity ratio in g/kg; never above 100.
    static func relativeHumidity(celsius: Double, ratio: Double) -> Double {
        let vapour = pressure * ratio / (622 + ratio)
        return min(100, max(0, 100 * vapour / saturationPressure(celsius: celsius)))
    }
}
