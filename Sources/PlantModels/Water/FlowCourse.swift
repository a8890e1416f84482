import Determinism

/// A mean flow with its course over the day and its noise, as demands and inflows have it.
struct FlowCourse {
    /// The parameters that describe it.
    static let parameters: [ParameterSpecification] = [
        .number("mean_Lps", "L/s", nil, 0...100_000, "mean flow"),
        .hourly("pattern", 1, 0...100, "hourly factors from midnight"),
        .number("noise_pct", "%", 0, 0...100, "standard deviation of the noise"),
        .number("noise_period_s", "s", 60, 1...86400, "a new random value this often, interpolated between"),
        .startHour,
    ]

    private let mean: Double
    private let pattern: HourlyPattern
    private let noiseShare: Double
    private var noise: GridNoise

    /// The course of this `setup`.
    init(_ setup: ComponentSetup) {
        mean = setup.number("mean_Lps") / 1000
        pattern = HourlyPattern(setup.hours("pattern"), startHour: setup.number("start_h"))
        noiseShare = setup.number("noise_pct") / 100
        noise = GridNoise(stream: setup.randomStream("flow"), period: setup.number("noise_period_s"))
    }

    /// The flow in m³/s, never negative; time must not run backwards.
    mutating func flow(atSeconds seconds: Double) -> Double {
        let factor = noiseShare > 0 ? max(0, 1 + noiseShare * noise.value(atSeconds: seconds)) : 1
        return mean * pattern.interpolated(atSeconds: seconds) * factor
    }
}
