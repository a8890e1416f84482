import Determinism
import Glibc

/// Outdoor air over the day: a cosine with its peak in the afternoon, and a random offset that changes from day to day.
final class Weather: PlantComponent {
    /// What an author may write about the weather.
    static let entry = CatalogueEntry(
        kind: "weather",
        sentence: "Outdoor air over the day: a daily cosine and an offset that changes from day to day.",
        parameters: [
            .number("mean_C", "°C", 15, -60...60, "mean dry-bulb temperature"),
            .number("swing_K", "K", 5, 0...30, "half the difference between day and night"),
            .number("hottest_h", "h", 15, 0...24, "hour of the day of the peak"),
            .number("humidity_gkg", "g/kg", 6, 0...30, "humidity ratio, never above saturation"),
            .number("variation_K", "K", 0, 0...20, "standard deviation of the daily offset"),
            .startHour,
        ],
        inputs: [InputSpecification("offset_K", "K", 0, -60...60, atOnce: true, "added to the temperature")],
        outputs: [
            OutputSpecification("air_C", "°C", atOnce: true, "dry-bulb temperature"),
            OutputSpecification("humidity_gkg", "g/kg", atOnce: true, "humidity ratio"),
            OutputSpecification("hour", "h", "hour of the day"),
        ],
        make: Weather.init)

    private let mean: Double
    private let swing: Double
    private let hottest: Double
    private let humidity: Double
    private let variation: Double
    private let startHour: Double
    private let offset: Int
    private let outputs: (air: Int, humidity: Int, hour: Int)
    private var daily: GridNoise

    /// The weather of this `setup`.
    init(_ setup: ComponentSetup) {
        mean = setup.number("mean_C")
        swing = setup.number("swing_K")
        hottest = setup.number("hottest_h")
        humidity = setup.number("humidity_gkg")
        variation = setup.number("variation_K")
        startHour = setup.number("start_h")
        offset = setup.input("offset_K")
        outputs = (setup.output("air_C"), setup.output("humidity_gkg"), setup.output("hour"))
        daily = GridNoise(stream: setup.randomStream("day"), period: 86400)
    }

    /// Shows the hour.
    func publish(_ signals: Signals) {
        signals[outputs.hour] = hourOfDay(seconds: signals.seconds, startHour: startHour)
    }

    /// Works out the air of the moment.
    func evaluate(_ signals: Signals) {
        let hour = hourOfDay(seconds: signals.seconds, startHour: startHour)
        let day = startHour * 3600 + signals.seconds
        let celsius =
            mean + swing * cos(2 * Double.pi * (hour - hottest) / 24) + variation * daily.value(atSeconds: day)
            + signals[offset]
        signals[outputs.air] = celsius
        signals[outputs.humidity] = min(humidity, MoistAir.saturationRatio(celsius: celsius))
    }
}
